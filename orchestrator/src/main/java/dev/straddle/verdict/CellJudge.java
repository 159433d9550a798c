package dev.straddle.verdict;

import dev.straddle.model.BuildFailure;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Ending;
import dev.straddle.model.Finding;
import dev.straddle.model.KnownReport;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.model.Proof;
import dev.straddle.verdict.claim.Claims;
import dev.straddle.verdict.claim.NoTellingTaint;
import dev.straddle.verdict.claim.ProbeDidItsWork;
import dev.straddle.verdict.claim.ProcessorsWentOn;
import dev.straddle.verdict.claim.ThisBuildRan;
import dev.straddle.verdict.evidence.Evidence;
import dev.straddle.verdict.evidence.Starvation;
import dev.straddle.verdict.evidence.Testimony;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what one boot means. */
public final class CellJudge {

  private final Evidence boot;
  private final Observation seen;
  private final List<Proof> proofs;

  private CellJudge(Evidence boot) {
    this.boot = boot;
    this.seen = boot.seen();
    this.proofs = Claims.check(boot);
  }

  /**
   * Judges a boot by how it ended, what the console holds and what is proven. Of several things
   * that are wrong the first of these counts: trouble of the host, a damaged record, a crash, a
   * hang, a report that only text tells of, a complaint of the kernel, a claim that is not proven.
   */
  public static CellVerdict judge(Evidence boot) {
    return new CellJudge(boot).judge();
  }

  private CellVerdict judge() {
    Optional<String> hostTrouble = hostTrouble(seen);
    if (hostTrouble.isPresent()) {
      return verdict(Outcome.INFRA, hostTrouble.get());
    }
    Optional<String> saysNothing =
        boot.damage()
            .or(() -> ThisBuildRan.otherBuild(seen).map(other -> "another build ran: " + other));
    if (saysNothing.isPresent()) {
      return verdict(Outcome.UNPROVEN, saysNothing.get());
    }
    if (seen.ending() == Ending.ABANDONED) {
      return verdict(
          Outcome.UNPROVEN, "given up at the kernel's first word: only its layout was asked for");
    }
    return stalledByTheHost()
        .map(reason -> verdict(Outcome.INFRA, reason))
        .or(() -> died().map(reason -> verdict(Outcome.OOPS, reason)))
        .or(() -> hung().map(reason -> verdict(Outcome.HANG, reason)))
        .or(() -> textAlone().map(reason -> verdict(Outcome.UNPROVEN, reason)))
        .or(() -> complained().map(reason -> verdict(Outcome.WARN, reason)))
        .orElseGet(this::passIfProven);
  }

  /** The guest's own watchdogs measured what the host withheld, and nothing else is wrong. */
  private Optional<String> stalledByTheHost() {
    List<Finding> news = boot.news();
    boolean onlyStalls =
        !news.isEmpty()
            && news.stream()
                .allMatch(
                    f ->
                        Testimony.of(f, boot) instanceof Testimony.Corroborated
                            && (Starvation.isStall(f)
                                || f.aftermath().consequenceOf().isPresent()));
    return onlyStalls
        ? hostsFault().map(figure -> news.get(0).title() + ", but " + figure)
        : Optional.empty();
  }

  private Optional<String> hostsFault() {
    return Starvation.of(seen).or(() -> ProcessorsWentOn.clockOfEmulation(seen));
  }

  /** Whether a report is the kernel's doing as far as can be told, and no stall of the host's. */
  private boolean isTheKernels(Finding finding) {
    return !Starvation.isStall(finding) || hostsFault().isEmpty();
  }

  private Optional<String> died() {
    Optional<String> reported =
        boot.findings().stream()
            .filter(this::isTheKernels)
            .filter(
                f ->
                    Testimony.isFatal(f) && Testimony.of(f, boot) instanceof Testimony.Corroborated)
            .findFirst()
            .map(Finding::title);
    boolean byItsEnding = !boot.readsState() && seen.ending() == Ending.CRASHED;
    return reported
        .or(() -> Testimony.witness(boot).map(who -> who + afterReport()))
        .or(() -> byItsEnding ? Optional.of("the guest panicked" + afterReport()) : reported);
  }

  /** What was reported before the kernel died, as the end of a sentence. */
  private String afterReport() {
    return boot.findings().stream()
        .filter(f -> Testimony.of(f, boot) instanceof Testimony.Corroborated)
        .findFirst()
        .map(Finding::title)
        .or(() -> seen.heard().flatMap(heard -> heard.unprinted().stream().findFirst()))
        .map(title -> ", after " + title)
        .orElse(", and the console holds no report that the parser knows");
  }

  private Optional<String> hung() {
    Optional<String> what =
        switch (seen.ending()) {
          case GUEST_EXITED ->
              Optional.of(
                  "the guest powered off or reset "
                      + (seen.facts().probeStatus().isPresent()
                          ? "untold, after the probe's last word"
                          : "before its probe ended"));
          case SILENT -> Optional.of("the guest fell silent");
          case DEADLINE -> Optional.of("the guest was still running at its deadline");
          case CRASHED, PROBE_DONE, ABANDONED, QEMU_GONE, INTERRUPTED -> Optional.empty();
        };
    return what.map(
        w ->
            w
                + boot.findings().stream().findFirst().map(f -> " after " + f.title()).orElse("")
                + seen.note().map(n -> " (" + n.strip().replace("\n", "; ") + ")").orElse(""));
  }

  /** A report that nothing corroborates: a program of the guest may have written it. */
  private Optional<String> textAlone() {
    return boot.news().stream()
        .filter(f -> Testimony.of(f, boot) instanceof Testimony.TextAlone)
        .findFirst()
        .map(f -> f.title() + " stands on the console alone: " + Testimony.of(f, boot).reason())
        .or(
            () ->
                seen.ending() == Ending.CRASHED
                    ? Optional.of(
                        Testimony.memoryDeniesPanic(boot)
                            ? "QEMU was told of a panic, and the kernel's memory shows none"
                            : "nothing but words on the console tells of a crash")
                    : Optional.empty());
  }

  private Optional<String> complained() {
    return boot.news().stream()
        .filter(this::isTheKernels)
        .findFirst()
        .or(() -> boot.news().stream().findFirst())
        .map(Finding::title)
        .or(
            () ->
                NoTellingTaint.unexplained(boot)
                    .filter(letters -> !NoTellingTaint.mayBeSetByProgram(boot))
                    .map(
                        letters ->
                            "the kernel complained of something that the console does not show:"
                                + " its taint is "
                                + letters))
        .or(() -> NoTellingTaint.notShown(boot).filter(counted -> boot.findings().isEmpty()));
  }

  private CellVerdict verdict(Outcome outcome, String reason) {
    return new CellVerdict(seen.cell(), outcome, reason, boot.findings(), proofs);
  }

  /** The verdict on a cell whose kernel could not be built. */
  public static CellVerdict buildFailed(CellId cell, BuildFailure failure) {
    return new CellVerdict(cell, Outcome.BUILD_FAILED, failure.inOneLine(), List.of(), List.of());
  }

  /**
   * The verdict on a cell that was not booted because a variant with the same code was.
   *
   * @param variant the one that was
   */
  public static CellVerdict noCodeChange(CellId cell, String variant) {
    return new CellVerdict(
        cell,
        Outcome.UNPROVEN,
        "no code change: the build runs the same code as " + variant + ", so it was not booted",
        List.of(),
        List.of(),
        Optional.of(variant));
  }

  /** The verdict on a cell that the host kept from booting. */
  public static CellVerdict neverBooted(CellId cell, String trouble) {
    return new CellVerdict(cell, Outcome.INFRA, trouble, List.of(), List.of());
  }

  /** What follows it is in the record: QEMU's whole command line, and all that it said. */
  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }

  private static Optional<String> hostTrouble(Observation seen) {
    if (seen.trouble().isPresent()) {
      return Optional.of(firstLine(seen.trouble().get()));
    }
    if (seen.ending() == Ending.QEMU_GONE) {
      return Optional.of(
          "QEMU ended by itself" + seen.note().map(n -> ": " + firstLine(n)).orElse(""));
    }
    if (seen.ending() == Ending.INTERRUPTED) {
      return Optional.of(CellVerdict.BOOT_INTERRUPTED);
    }
    return Optional.empty();
  }

  private CellVerdict passIfProven() {
    // What was seen to fail says more than what was therefore never seen, and a probe that failed
    // explains what is missing elsewhere.
    List<Proof> open =
        proofs.stream()
            .filter(p -> p.status() != Proof.Status.HOLDS)
            .sorted(
                Comparator.comparing(Proof::status)
                    .thenComparing(p -> !p.name().equals(ProbeDidItsWork.NAME)))
            .toList();
    if (open.isEmpty()) {
      return verdict(
          Outcome.PASS,
          "the probe did its work and all " + proofs.size() + " claims are proven" + remarks());
    }
    return unknownForTheHost(open)
        .map(reason -> verdict(Outcome.INFRA, reason))
        .orElseGet(() -> verdict(Outcome.UNPROVEN, notProven(open)));
  }

  /** All else is proven, and the host is why it is not known how the processors went on. */
  private Optional<String> unknownForTheHost(List<Proof> open) {
    boolean onlyThat =
        open.stream()
            .allMatch(
                p -> p.name().equals(ProcessorsWentOn.NAME) && p.status() == Proof.Status.UNKNOWN);
    return onlyThat
        ? Starvation.of(seen)
            .or(() -> Starvation.ofStraddle(seen))
            .or(() -> ProcessorsWentOn.clockOfEmulation(seen))
            .map(figure -> ProcessorsWentOn.NAME + ": " + open.get(0).evidence() + "; " + figure)
        : Optional.empty();
  }

  private static String notProven(List<Proof> open) {
    return open.stream()
        .map(p -> p.name() + ": " + p.evidence())
        .collect(Collectors.joining("; ", "not proven: ", ""));
  }

  /** How long the guest was watched beyond its last word, and which reports were known. */
  private String remarks() {
    String watched =
        seen.watched()
            .map(
                w ->
                    String.format(
                        Locale.ROOT,
                        ", and nothing happened in %.1f s more",
                        w.settled().toMillis() / 1000.0))
            .orElse("");
    return boot.findings().stream()
        .map(f -> f.title() + " (" + boot.knownAs(f).map(KnownReport::reason).orElse("") + ")")
        .distinct()
        .reduce((one, other) -> one + ", " + other)
        .map(known -> watched + "; known: " + known)
        .orElse(watched);
  }
}
