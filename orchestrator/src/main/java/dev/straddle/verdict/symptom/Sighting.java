package dev.straddle.verdict.symptom;

/** What a boot says about a symptom, and why. */
public sealed interface Sighting {

  /** Half a sentence. */
  String reason();

  /** The boot shows it. */
  record Shown(String reason) implements Sighting {}

  /** The boot could have shown it and did not. */
  record NotShown(String reason) implements Sighting {}

  /** The boot tells nothing about it. */
  record Unknown(String reason) implements Sighting {}
}
