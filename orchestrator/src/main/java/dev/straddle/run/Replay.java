package dev.straddle.run;

import dev.straddle.model.InfraException;
import dev.straddle.model.Observation;
import dev.straddle.runs.RunDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A boot beside its repetition: with a seed the consoles must agree byte for byte, without one the
 * endings.
 *
 * @param words for a person, in lines
 */
public record Replay(boolean same, List<String> words) {

  /** Compares them. */
  public static Replay compared(Observation then, RunDirectory run, SingleBoot.Outcome now) {
    return then.cell().seed().isPresent()
        ? consoles(
            run.cell(then.cell()).resolve(then.console().file()),
            now.directory().resolve(now.seen().console().file()))
        : endings(then, now.seen());
  }

  /**
   * Refuses where what a boot needs is gone.
   *
   * @throws InfraException with the command that boots anew
   */
  public static void mustBePossible(Observation then) {
    for (Path needed : List.of(then.kernel().vmlinux(), then.guest().probe())) {
      if (!Files.exists(needed)) {
        throw new InfraException(
            "the boot needs " + needed + ", which is gone",
            "build the kernel again, or boot anew: straddle boot %s/%s %s"
                .formatted(then.kernel().kernel(), then.kernel().variant(), then.guest().name()));
      }
    }
  }

  private static Replay endings(Observation then, Observation now) {
    return new Replay(
        then.ending() == now.ending(),
        List.of(
            "%s has no seed: then %s, now %s".formatted(then.cell(), then.ending(), now.ending())));
  }

  private static Replay consoles(Path before, Path after) {
    try {
      if (Files.mismatch(before, after) == -1) {
        return new Replay(
            true,
            List.of("the same console, byte for byte: %d bytes".formatted(Files.size(after))));
      }
      try (BufferedReader then = Files.newBufferedReader(before, StandardCharsets.ISO_8859_1);
          BufferedReader now = Files.newBufferedReader(after, StandardCharsets.ISO_8859_1)) {
        String a = then.readLine();
        String b = now.readLine();
        int line = 1;
        while (a != null && a.equals(b)) {
          a = then.readLine();
          b = now.readLine();
          line++;
        }
        return new Replay(
            false, List.of("different from line " + line, "  then: " + a, "  now:  " + b));
      }
    } catch (IOException e) {
      throw new InfraException(
          "cannot compare " + before + " with " + after + ": " + e, "check the disk", e);
    }
  }
}
