package dev.straddle.verdict.symptom;

import dev.straddle.model.Audit;
import dev.straddle.model.Ending;
import dev.straddle.model.Finding;
import dev.straddle.model.Observation;
import dev.straddle.model.Proof;
import dev.straddle.model.Symptom;
import dev.straddle.verdict.claim.Claims;
import dev.straddle.verdict.claim.ThisBuildRan;
import dev.straddle.verdict.evidence.Cause;
import dev.straddle.verdict.evidence.Evidence;
import dev.straddle.verdict.evidence.GuestTime;
import dev.straddle.verdict.evidence.ObservedLayout;
import dev.straddle.verdict.evidence.Testimony;
import dev.straddle.verdict.symptom.Sighting.NotShown;
import dev.straddle.verdict.symptom.Sighting.Shown;
import dev.straddle.verdict.symptom.Sighting.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a boot shows a symptom.
 *
 * <p>A boot that went another way than the symptom needs, or that proves too little, is {@link
 * Unknown}: only a boot that could have shown it says that it is not there.
 */
public final class Symptoms {

  private Symptoms() {}

  /** Whether this boot shows that symptom, and why. */
  public static Sighting shows(Symptom symptom, Evidence boot) {
    return shows(symptom, boot, false);
  }

  /**
   * The same.
   *
   * @param anyLayout whether the symptom is known to show in layouts that need no new top-level
   *     entry too, so that a boot in one of them says as much as any
   */
  public static Sighting shows(Symptom symptom, Evidence boot, boolean anyLayout) {
    Optional<String> saysNothing = saysNothing(boot);
    if (saysNothing.isPresent()) {
      return new Unknown(saysNothing.get());
    }
    if (symptom instanceof Symptom.Report report) {
      return report(report, boot, anyLayout);
    } else if (symptom instanceof Symptom.Crash) {
      return crash(boot, anyLayout);
    } else if (symptom instanceof Symptom.Gap gap) {
      return gap(gap, boot, anyLayout);
    } else if (symptom instanceof Symptom.Hang) {
      return hang(boot);
    } else if (symptom instanceof Symptom.ConsoleLine line) {
      return consoleLine(line, boot);
    } else if (symptom instanceof Symptom.ClaimFails claim) {
      return claim(claim, boot);
    } else if (symptom instanceof Symptom.GuestTimeAbove time) {
      return guestTime(time, boot);
    }
    if (symptom instanceof Symptom.BuildFails) {
      return new NotShown("it was built");
    }
    return anyOf((Symptom.AnyOf) symptom, boot, anyLayout);
  }

  /** The console lines that have to be looked for before the symptom can be judged. */
  public static List<String> consolePatterns(Symptom symptom) {
    if (symptom instanceof Symptom.ConsoleLine line) {
      return List.of(line.pattern());
    }
    return symptom instanceof Symptom.AnyOf any
        ? any.symptoms().stream().flatMap(s -> consolePatterns(s).stream()).distinct().toList()
        : List.of();
  }

  private static Optional<String> saysNothing(Evidence boot) {
    Observation seen = boot.seen();
    return seen.trouble()
        .or(
            () ->
                switch (seen.ending()) {
                  case QEMU_GONE -> Optional.of("QEMU ended by itself");
                  case INTERRUPTED -> Optional.of("the boot was interrupted");
                  case ABANDONED -> Optional.of("the boot was given up at the kernel's first word");
                  default -> Optional.empty();
                })
        .or(() -> boot.damage())
        .or(() -> ThisBuildRan.otherBuild(seen));
  }

  private static Sighting report(Symptom.Report asked, Evidence boot, boolean anyLayout) {
    List<Finding> alike = boot.findings().stream().filter(f -> isOf(f, asked)).toList();
    List<Sighting> sightings = alike.stream().map(f -> confirmed(f, asked, boot)).toList();
    return first(sightings, Shown.class)
        .or(() -> first(sightings, Unknown.class))
        .or(() -> first(sightings, NotShown.class))
        .orElseGet(
            () -> unlessUnproven(boot, "no report of the kernel is " + asked.inWords(), anyLayout));
  }

  private static boolean isOf(Finding finding, Symptom.Report asked) {
    Stream<String> titles =
        Stream.concat(Stream.of(finding.title()), finding.alternativeTitles().stream());
    List<String> names = titles.toList();
    return (asked.titles().isEmpty()
            || asked.titles().stream()
                .map(Pattern::compile)
                .anyMatch(p -> names.stream().anyMatch(n -> p.matcher(n).matches())))
        && (asked.signatures().isEmpty() || asked.signatures().contains(finding.signature()))
        && (asked.types().isEmpty() || asked.types().contains(finding.type()));
  }

  /** Something else corroborates the text, and a fault has the cause that is asked for. */
  private static Sighting confirmed(Finding finding, Symptom.Report asked, Evidence boot) {
    Testimony testimony = Testimony.of(finding, boot);
    if (testimony instanceof Testimony.TextAlone) {
      return new Unknown(finding.title() + " stands on the console alone: " + testimony.reason());
    }
    if (asked.faultIn().isEmpty()) {
      return new Shown(finding.title());
    }
    Cause cause = Cause.of(finding, asked.faultIn().get(), boot);
    String what = finding.title() + ": " + cause.evidence();
    if (cause instanceof Cause.OutOfStep) {
      return new Shown(what);
    }
    return cause instanceof Cause.Unread
        ? new Unknown(what)
        : new NotShown("another bug of the same name: " + what);
  }

  private static Sighting crash(Evidence boot, boolean anyLayout) {
    List<Finding> fatal = boot.findings().stream().filter(Testimony::isFatal).toList();
    Optional<Finding> corroborated =
        fatal.stream()
            .filter(f -> Testimony.of(f, boot) instanceof Testimony.Corroborated)
            .findFirst();
    if (corroborated.isPresent()) {
      return new Shown(corroborated.get().title());
    }
    Optional<String> witness = Testimony.witness(boot);
    if (witness.isPresent()) {
      return new Shown(witness.get());
    }
    return fatal.isEmpty()
        ? unlessUnproven(boot, "the kernel did not crash", anyLayout)
        : new Unknown(fatal.get(0).title() + " stands on the console alone");
  }

  private static Sighting gap(Symptom.Gap asked, Evidence boot, boolean anyLayout) {
    List<Audit.Gap> gaps =
        boot.seen().audits().stream()
            .flatMap(audit -> audit.gaps().stream())
            .filter(gap -> asked.region().map(gap.last().region()::equals).orElse(true))
            .toList();
    if (!gaps.isEmpty()) {
      Audit.MissingSlot slot = gaps.get(0).last();
      return new Shown(
          gaps.get(0).slots() + " (" + slot.region() + ") lacked by " + slot.lackedBy());
    }
    if (boot.after().filter(audit -> audit.tables() > 0).isEmpty()) {
      return new Unknown("the page tables were not read after the probe's work");
    }
    return unlessUnproven(boot, "all page tables are in step with init_mm", anyLayout);
  }

  private static Sighting hang(Evidence boot) {
    return switch (boot.seen().ending()) {
      case GUEST_EXITED -> new Shown("the guest powered off or reset before its probe ended");
      case SILENT -> new Shown("the guest fell silent");
      case DEADLINE -> new Shown("the guest was still running at its deadline");
      case PROBE_DONE -> new NotShown("the probe came to its end");
      case CRASHED, ABANDONED, QEMU_GONE, INTERRUPTED -> new Unknown("the guest crashed first");
    };
  }

  private static Sighting consoleLine(Symptom.ConsoleLine asked, Evidence boot) {
    if (!boot.lines().lookedFor(asked.pattern())) {
      return new Unknown("the console was not searched for " + asked.pattern());
    }
    return boot.lines()
        .firstWith(asked.pattern())
        .<Sighting>map(line -> new Shown("the console says: " + line))
        .orElseGet(
            () ->
                boot.seen().ending() == Ending.PROBE_DONE && boot.searchedWholeConsole()
                    ? new NotShown("no line of the console has " + asked.pattern())
                    : new Unknown("the console was not seen to its end"));
  }

  private static Sighting claim(Symptom.ClaimFails asked, Evidence boot) {
    List<Proof> claims = Claims.check(boot);
    return claims.stream()
        .filter(proof -> proof.name().equals(asked.claim()))
        .findFirst()
        .<Sighting>map(
            proof ->
                switch (proof.status()) {
                  case FAILS -> new Shown(proof.name() + ": " + proof.evidence());
                  case HOLDS -> new NotShown(proof.name() + ": " + proof.evidence());
                  case UNKNOWN -> new Unknown(proof.name() + ": " + proof.evidence());
                })
        .orElseGet(
            () ->
                new Unknown(
                    "no claim on this guest is called '%s', but: %s"
                        .formatted(
                            asked.claim(),
                            claims.stream().map(Proof::name).collect(Collectors.joining(", ")))));
  }

  private static Sighting guestTime(Symptom.GuestTimeAbove asked, Evidence boot) {
    if (boot.seen().cell().seed().isEmpty()) {
      return new Unknown("the guest's time is the host's too: the boot has no seed");
    }
    Optional<Duration> took = GuestTime.ofProbe(boot.seen());
    if (took.isEmpty()) {
      return new Unknown("the guest did not tell how long its probe took");
    }
    String what =
        "the probe took "
            + Symptom.GuestTimeAbove.milliseconds(took.get())
            + " of guest time, "
            + Symptom.GuestTimeAbove.milliseconds(asked.bound());
    return took.get().compareTo(asked.bound()) > 0
        ? new Shown(what + " allowed")
        : new NotShown(what + " allowed");
  }

  private static Sighting anyOf(Symptom.AnyOf any, Evidence boot, boolean anyLayout) {
    List<Sighting> all = any.symptoms().stream().map(s -> shows(s, boot, anyLayout)).toList();
    return first(all, Shown.class)
        .or(() -> first(all, Unknown.class))
        .orElseGet(() -> new NotShown("none of them: " + any.inWords()));
  }

  /** A boot says that something is not there when it did the work and proves it. */
  private static Sighting unlessUnproven(Evidence boot, String notThere, boolean anyLayout) {
    if (!anyLayout && ObservedLayout.needsNoNewEntryByChance(Optional.of(boot.seen()))) {
      return new Unknown("the layout that KASLR chose needs no new top-level entry");
    }
    if (boot.seen().ending() != Ending.PROBE_DONE) {
      return new Unknown(
          "the boot went another way"
              + boot.findings().stream().findFirst().map(f -> ": " + f.title()).orElse(""));
    }
    List<String> open = new ArrayList<>();
    for (Proof proof : Claims.check(boot)) {
      if (proof.status() != Proof.Status.HOLDS) {
        open.add(proof.name() + ": " + proof.evidence());
      }
    }
    return open.isEmpty()
        ? new NotShown(notThere)
        : new Unknown("not proven: " + String.join("; ", open));
  }

  private static Optional<Sighting> first(List<Sighting> all, Class<? extends Sighting> kind) {
    return all.stream().filter(kind::isInstance).findFirst();
  }
}
