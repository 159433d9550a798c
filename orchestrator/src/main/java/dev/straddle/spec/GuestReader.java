package dev.straddle.spec;

import dev.straddle.model.ByteSize;
import dev.straddle.model.GuestClaim;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.GuestSpec.Machine;
import dev.straddle.model.GuestSpec.Placement;
import dev.straddle.model.GuestSpec.Pmem;
import dev.straddle.model.GuestSpec.Ssh;
import dev.straddle.model.GuestSpec.Timeouts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads a guest; the fields are described in {@code schemas/guest.schema.json}. */
final class GuestReader {

  private static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(15),
          Optional.of(Timeouts.SETTLE));

  /** Fields that no kernel and no matrix has. */
  static final Set<String> TELLING =
      Set.of("machine", "pmem", "probe", "timeouts", "ssh", "proves");

  private GuestReader() {}

  /** What is shorter says of no kernel that it hangs. */
  private static final Function<String, Duration> DEADLINE = Scalars.atLeast(Duration.ofSeconds(1));

  private static final Function<String, Duration> SETTLE = Scalars.atLeast(Duration.ofMillis(100));

  /** A 6.12 of tinyconfig comes up in 48 MiB and not in 32 MiB. */
  private static final ByteSize LEAST_MEMORY = ByteSize.ofMiB(48);

  private static final int MOST_PMEM = 64;

  private static final ByteSize LARGEST_PROBE = ByteSize.parse("16MiB");

  static SpecFile<GuestSpec> read(Path file, Path shipped) {
    Reading reading = new Reading(file, Optional.of(shipped));
    Optional<Fields> document = reading.document();
    if (document.isEmpty()) {
      return reading.finish(() -> null);
    }
    Fields fields = document.get();
    String description = fields.required("description", Scalars::text);
    Machine machine = fields.requiredMapping("machine").map(GuestReader::machine).orElse(null);
    List<Pmem> pmem = fields.mappings("pmem").stream().map(p -> pmem(p, machine)).toList();
    if (pmem.size() > MOST_PMEM) {
      fields.problem("pmem", "expects at most %d devices, not %d", MOST_PMEM, pmem.size());
    }
    List<String> cmdline = fields.list("cmdline", Scalars::parameter);
    List<Long> seeds = fields.list("seeds", Scalars::seed);
    Path probe = fields.required("probe", fields.file(LARGEST_PROBE));
    Timeouts timeouts = fields.mapping("timeouts").map(GuestReader::timeouts).orElse(TIMEOUTS);
    if (machine != null && machine.kaslr() && cmdline.contains("nokaslr")) {
      fields.problem("cmdline", "nokaslr contradicts machine.kaslr: true");
    }
    if (!seeds.isEmpty() && machine != null && machine.cpus() != 1) {
      fields.problem("seeds", "a seeded boot needs machine.cpus: 1, not %d", machine.cpus());
    }
    Optional<Ssh> ssh = fields.mapping("ssh").map(GuestReader::ssh);
    if (!seeds.isEmpty() && ssh.isPresent()) {
      fields.problem(
          "ssh", "a seeded boot has no SSH, by which the host's time would get into the guest");
    }
    List<GuestClaim> proves = fields.mappings("proves").stream().map(GuestReader::proves).toList();
    fields.done();
    return reading.finish(
        () ->
            new GuestSpec(
                Reading.name(file),
                description,
                machine,
                pmem,
                cmdline,
                seeds,
                probe,
                timeouts,
                reading.absoluteFile(),
                ssh,
                proves));
  }

  private static GuestClaim proves(Fields fields) {
    List<GuestClaim> all = new ArrayList<>();
    one(fields, "step", Scalars::text, GuestClaim.StepSucceeds::new).ifPresent(all::add);
    one(fields, "line", Scalars::linearRegex, GuestClaim.LineSeen::new).ifPresent(all::add);
    one(fields, "no-line", Scalars::linearRegex, GuestClaim.LineNeverSeen::new).ifPresent(all::add);
    one(fields, "module", Scalars::moduleName, GuestClaim.ModuleLoaded::new).ifPresent(all::add);
    if (fields.has("file") || fields.has("holds")) {
      all.add(
          new GuestClaim.FileHolds(
              fields.required("file", Scalars::guestPath),
              fields.required("holds", Scalars::text)));
    }
    if (all.size() != 1) {
      fields.problemHere("expects one of step, file and holds, line, no-line, module");
    }
    fields.done();
    return all.isEmpty() ? null : all.get(0);
  }

  private static <T> Optional<GuestClaim> one(
      Fields fields, String name, Function<String, T> reader, Function<T, GuestClaim> claim) {
    return fields.has(name)
        ? Optional.of(claim.apply(fields.required(name, reader)))
        : Optional.empty();
  }

  private static Machine machine(Fields fields) {
    ByteSize memory = fields.required("memory", GuestReader::memory);
    Machine machine =
        new Machine(
            memory,
            fields.optional("max-memory", memory, Scalars::size),
            or(1, fields.optional("cpus", 1, Scalars.integer(1, 64))),
            or(4, fields.optional("paging-levels", 4, Scalars.integer(4, 5))),
            or(46, fields.optional("phys-bits", 46, Scalars.integer(36, 52))),
            or(false, fields.optional("kaslr", false, Scalars::flag)),
            or(1, fields.optional("numa-nodes", 1, Scalars.integer(1, 8))));
    fields.done();
    return machine;
  }

  private static ByteSize memory(String value) {
    ByteSize memory = Scalars.size(value);
    if (memory.compareTo(LEAST_MEMORY) < 0) {
      throw new IllegalArgumentException(
          "expects at least " + LEAST_MEMORY + ": no kernel comes up in " + value);
    }
    return memory;
  }

  private static Pmem pmem(Fields fields, Machine machine) {
    int nodes = machine == null ? 8 : machine.numaNodes();
    Pmem pmem =
        new Pmem(
            fields.required("size", Scalars::size),
            placement(fields),
            fields.optional("mode", GuestSpec.Mode.DEVDAX, Scalars.word(GuestSpec.Mode.class)),
            fields.optional("map", GuestSpec.Map.MEM, Scalars.word(GuestSpec.Map.class)),
            fields.optional("align", ByteSize.ofMiB(2), Scalars::daxAlign),
            or(0, fields.optional("node", 0, Scalars.integer(0, nodes - 1))),
            fields.optional(
                "arrival", GuestSpec.Arrival.BOOT, Scalars.word(GuestSpec.Arrival.class)));
    if (pmem.mode() != GuestSpec.Mode.DEVDAX && pmem.arrival() == GuestSpec.Arrival.PREPARED) {
      fields.problem("arrival", "only 'mode: devdax' can be prepared; write 'boot' or 'plugged'");
    }
    fields.done();
    return pmem;
  }

  private static Placement placement(Fields fields) {
    if (!fields.has("placement")) {
      return new Placement.Default();
    }
    if (fields.isScalar("placement")) {
      return fields.required("placement", Scalars::defaultPlacement);
    }
    return fields.mapping("placement").map(GuestReader::placementFields).orElse(null);
  }

  private static Placement placementFields(Fields fields) {
    Placement placement = null;
    if (fields.has("at") == fields.has("straddle")) {
      fields.problemHere("expects one of 'at: ADDRESS' and 'straddle: vmemmap'");
    } else if (fields.has("at")) {
      placement =
          Optional.ofNullable(fields.required("at", Scalars::address))
              .map(Placement.At::new)
              .orElse(null);
    } else {
      placement = fields.required("straddle", Scalars::straddle);
    }
    fields.done();
    return placement;
  }

  private static Ssh ssh(Fields fields) {
    Set<String> names = new HashSet<>();
    List<Ssh.Step> steps =
        fields.mappings("steps").stream().map(step -> sshStep(step, names)).toList();
    if (steps.isEmpty()) {
      fields.problem("steps", "expects at least one step, as in [{name: look, run: ls}]");
    }
    Ssh.Limits limits = fields.mapping("results").map(GuestReader::limits).orElse(Ssh.RESULTS);
    fields.done();
    return new Ssh(steps, limits);
  }

  private static Ssh.Step sshStep(Fields fields, Set<String> names) {
    String name = fields.required("name", Scalars::name);
    if (name != null && !names.add(name)) {
      fields.problem("name", "a second step is called '%s'", name);
    }
    Ssh.Step step =
        new Ssh.Step(
            name,
            fields.required("run", Scalars::text),
            fields.optional("deadline", TIMEOUTS.probe(), DEADLINE),
            fields.list("copy-in", fields.existing()),
            fields.list("copy-out", Scalars::guestFile));
    if (step.copyIn().stream().map(Path::getFileName).distinct().count() < step.copyIn().size()) {
      fields.problem("copy-in", "two of them have one name, and they go to one folder");
    }
    fields.done();
    return step;
  }

  private static Ssh.Limits limits(Fields fields) {
    Ssh.Limits limits =
        new Ssh.Limits(
            fields.optional("size", Ssh.RESULTS.size(), Scalars::size),
            or(1, fields.optional("files", Ssh.RESULTS.files(), Scalars.integer(1, 100_000))));
    fields.done();
    return limits;
  }

  private static Timeouts timeouts(Fields fields) {
    Timeouts timeouts =
        new Timeouts(
            fields.optional("boot", TIMEOUTS.boot(), DEADLINE),
            fields.optional("probe", TIMEOUTS.probe(), DEADLINE),
            fields.optional("silence", TIMEOUTS.silence(), DEADLINE),
            Optional.ofNullable(fields.optional("settle", Timeouts.SETTLE, SETTLE)));
    fields.done();
    return timeouts;
  }

  /** Stands in for a value whose problem has been added, where a primitive is due. */
  private static <T> T or(T otherwise, T value) {
    return value == null ? otherwise : value;
  }
}
