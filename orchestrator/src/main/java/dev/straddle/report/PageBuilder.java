package dev.straddle.report;

import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.Audit;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Finding;
import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import dev.straddle.model.WorkEvent;
import dev.straddle.report.ConsoleReader.Kept;
import dev.straddle.report.Page.Bar;
import dev.straddle.report.Page.Boot;
import dev.straddle.report.Page.Report;
import dev.straddle.report.Page.Section;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Chooses what goes on the page, so that two thousand boots make a page that still opens. */
final class PageBuilder {

  /** Boots of one variant on one guest that are shown in full for each outcome. */
  private static final int ALIKE_IN_FULL = 2;

  private static final int BOOTS_IN_FULL = 60;
  private static final int CONSOLE_ENDS = 700;
  private static final int LEAST_CONSOLE_ENDS = 40;

  /** Of all boots together, so that a page of many still opens at once. */
  private static final int ALL_CONSOLE_ENDS = 2000;

  private static final int CONSOLES_CHARACTERS = 4 << 20;

  private final RunRecord run;
  private final Consoles consoles;
  private final Map<CellId, Observation> seen;
  private final Map<CellId, CellVerdict> verdicts;
  private final Duration longest;
  private int bootsLeft = BOOTS_IN_FULL;
  private int charactersLeft = CONSOLES_CHARACTERS;

  PageBuilder(RunRecord run, List<Observation> observations, Consoles consoles) {
    this.run = run;
    this.consoles = consoles;
    this.seen = byCell(observations, Observation::cell);
    this.verdicts = byCell(run.verdict().cells(), CellVerdict::cell);
    this.longest =
        observations.stream().map(Observation::took).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  private static <T> Map<CellId, T> byCell(List<T> items, Function<T, CellId> cell) {
    return items.stream().collect(Collectors.toMap(cell, t -> t, (first, again) -> again));
  }

  List<Section> sections(List<Matrix> matrices) throws IOException {
    List<Section> sections = new ArrayList<>();
    for (Matrix matrix : matrices) {
      for (String guest : matrix.guests()) {
        sections.add(section(matrix, guest));
      }
    }
    // What is not as expected is what people look for.
    sections.sort(Comparator.comparing(Section::deviates).reversed());
    return List.copyOf(sections);
  }

  private Section section(Matrix matrix, String guest) throws IOException {
    List<Boot> full = new ArrayList<>();
    List<Boot> rest = new ArrayList<>();
    Map<String, Integer> alike = new HashMap<>();
    for (Matrix.Row row : matrix.rows()) {
      for (CellId cell : run.cells()) {
        if (!cell.kernel().equals(matrix.kernel())
            || !cell.guest().equals(guest)
            || !cell.variant().equals(row.variant())) {
          continue;
        }
        String kind = row.variant() + Optional.ofNullable(verdicts.get(cell)).map(v -> v.outcome());
        if (alike.merge(kind, 1, Integer::sum) <= ALIKE_IN_FULL && bootsLeft > 0) {
          bootsLeft--;
          full.add(inFull(cell));
        } else {
          rest.add(inShort(cell));
        }
      }
    }
    Optional<Observation> sample = full.stream().flatMap(b -> b.seen().stream()).findFirst();
    return new Section(
        matrix.kernel(),
        guest,
        sample.map(o -> o.guest().description()).orElse(""),
        Matrix.pair(run, matrix.kernel(), guest),
        picture(full),
        sample.map(o -> placement(o.plan())).orElse(""),
        proof(full),
        diff(full),
        List.copyOf(full),
        List.copyOf(rest));
  }

  /** The address space of the first boot whose vmemmap is known, with the first fault there was. */
  private static Optional<AddressPicture> picture(List<Boot> boots) {
    Optional<Address> fault =
        boots.stream()
            .flatMap(b -> b.reports().stream())
            .flatMap(r -> r.finding().report().faultAddress().stream())
            .findFirst();
    return boots.stream()
        .flatMap(b -> b.seen().stream())
        .findFirst()
        .map(o -> AddressPicture.of(o.plan(), vmemmapBase(o), fault));
  }

  private Optional<SideBySide> proof(List<Boot> boots) {
    Optional<Observation> without = firstOf(boots, run.matrix().without());
    Optional<Observation> with = firstOf(boots, run.matrix().with());
    return without.isPresent() && with.isPresent()
        ? SideBySide.of(without.get(), with.get())
        : Optional.empty();
  }

  private Optional<ConsoleDiff> diff(List<Boot> boots) {
    Optional<ConsoleView> without = consoleOf(boots, run.matrix().without());
    Optional<ConsoleView> with = consoleOf(boots, run.matrix().with());
    return without.isPresent() && with.isPresent()
        ? ConsoleDiff.of(without.get(), with.get())
        : Optional.empty();
  }

  private static Optional<ConsoleView> consoleOf(List<Boot> boots, String variant) {
    return boots.stream()
        .filter(b -> b.id().variant().equals(variant))
        .flatMap(b -> b.console().stream())
        .findFirst();
  }

  private static Optional<Observation> firstOf(List<Boot> boots, String variant) {
    return boots.stream()
        .filter(b -> b.id().variant().equals(variant))
        .flatMap(b -> b.seen().stream())
        .findFirst();
  }

  private static Optional<Address> vmemmapBase(Observation seen) {
    return seen.audits().stream().flatMap(a -> a.vmemmapBase().stream()).findFirst();
  }

  private static String placement(AddressPlan plan) {
    return "%d-level paging, %s KASLR, struct page of %d bytes; one top-level entry maps %s of virtual"
            .formatted(
                plan.pagingLevels(),
                plan.kaslr() ? "with" : "without",
                plan.structPageSize(),
                Words.bytes(plan.topEntryBytes()))
        + " memory, so the page structures of "
        + Words.bytes(plan.topEntryBytes() / plan.structPageSize() * 4096)
        + " of physical memory";
  }

  private Boot inFull(CellId cell) throws IOException {
    Optional<Observation> observation = Optional.ofNullable(seen.get(cell));
    List<Finding> findings =
        Optional.ofNullable(verdicts.get(cell)).map(CellVerdict::findings).orElse(List.of());
    Optional<Kept> console = Optional.empty();
    if (observation.isPresent()) {
      console = read(observation.get(), findings);
    }
    List<Report> reports = new ArrayList<>();
    for (Finding finding :
        findings.subList(0, Math.min(ConsoleReader.MAX_FINDINGS, findings.size()))) {
      reports.add(new Report(finding, console.map(c -> CrashBox.of(c, finding))));
    }
    return boot(
        cell,
        reports,
        observation.flatMap(PageBuilder::lastAudit),
        observation.map(o -> Timeline.of(o, longest)),
        console.map(c -> ConsoleView.whole(c, findings)));
  }

  /** The reading that says most. */
  private static Optional<Audit> lastAudit(Observation seen) {
    List<Audit> audits = seen.audits();
    return audits.isEmpty() ? Optional.empty() : Optional.of(audits.get(audits.size() - 1));
  }

  private Boot inShort(CellId cell) {
    return boot(cell, List.of(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private Boot boot(
      CellId cell,
      List<Report> reports,
      Optional<Audit> audit,
      Optional<Timeline> timeline,
      Optional<ConsoleView> console) {
    Optional<BuildFailure> failure =
        run.buildFailures().stream()
            .filter(f -> f.kernel().equals(cell.kernel()) && f.variant().equals(cell.variant()))
            .findFirst();
    return new Boot(
        cell,
        Optional.ofNullable(verdicts.get(cell)),
        Optional.ofNullable(seen.get(cell)),
        failure,
        reports,
        audit,
        timeline,
        console);
  }

  private Optional<Kept> read(Observation observation, List<Finding> findings) throws IOException {
    int share = ALL_CONSOLE_ENDS / Math.max(1, Math.min(BOOTS_IN_FULL, seen.size()));
    int ends = Math.max(LEAST_CONSOLE_ENDS, Math.min(CONSOLE_ENDS, share));
    ends = charactersLeft > 0 ? ends : 0;
    Optional<InputStream> stream = consoles.open(observation);
    if (stream.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = stream.get()) {
      Kept kept = new ConsoleReader(findings, ends).read(in);
      charactersLeft -= kept.kept().values().stream().mapToInt(String::length).sum();
      return Optional.of(kept);
    }
  }

  List<Bar> boots() {
    return run.cells().stream()
        .filter(seen::containsKey)
        .limit(BOOTS_IN_FULL)
        .map(
            cell -> {
              Timeline line = Timeline.of(seen.get(cell), longest);
              Optional<CellVerdict> verdict = Optional.ofNullable(verdicts.get(cell));
              return new Bar(
                  cell.toString(),
                  Page.anchor(cell),
                  verdict.map(v -> Words.tone(v.outcome())).orElse("unsure"),
                  verdict.map(v -> v.outcome().name()).orElse(""),
                  line.length(),
                  Words.duration(seen.get(cell).took()),
                  line.marks());
            })
        .toList();
  }

  List<Bar> work() {
    Duration most =
        run.work().stream()
            .map(WorkEvent.StepDone::took)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    return run.work().stream()
        .map(
            step ->
                new Bar(
                    step.step(),
                    "",
                    "plain",
                    "",
                    most.isZero() ? 0 : 1000.0 * step.took().toNanos() / most.toNanos(),
                    Words.duration(step.took()),
                    List.of()))
        .toList();
  }
}
