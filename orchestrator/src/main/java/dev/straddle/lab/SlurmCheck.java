package dev.straddle.lab;

import dev.straddle.model.SlurmOptions;
import dev.straddle.process.Command;
import dev.straddle.process.Result;
import dev.straddle.text.Shell;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a Slurm cluster can do straddle's work, found by letting a node look. */
public final class SlurmCheck {

  private static final List<String> PROGRAMS = List.of("sbatch", "squeue", "scancel", "sinfo");
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration TASK = Duration.ofMinutes(3);

  /** What was found. */
  public enum State {
    OK,
    /** Straddle works without it. */
    NOTE,
    MISSING
  }

  /** One thing that was looked at. */
  public record Line(State state, String text) {}

  private final SlurmOptions options;
  private final Path launcher;
  private final Path cache;
  private final List<Line> lines = new ArrayList<>();

  private SlurmCheck(SlurmOptions options, Path launcher, Path cache) {
    this.options = options;
    this.launcher = launcher.toAbsolutePath();
    this.cache = cache.toAbsolutePath();
  }

  /**
   * Looks; stops at the first thing without which the rest cannot be found out.
   *
   * @param searchPath of programs, as in PATH
   * @param launcher the {@code straddle} script, which nodes must see too
   * @param cache likewise
   */
  public static List<Line> look(String searchPath, SlurmOptions options, Path launcher, Path cache)
      throws InterruptedException {
    SlurmCheck check = new SlurmCheck(options, launcher, cache);
    List<Path> directories =
        Stream.of(searchPath.split(File.pathSeparator))
            .filter(directory -> !directory.isEmpty())
            .map(Path::of)
            .toList();
    if (check.programs(directories) && check.nodes()) {
      check.task();
    }
    return List.copyOf(check.lines);
  }

  private boolean programs(List<Path> searchPath) {
    List<String> missing =
        PROGRAMS.stream()
            .filter(name -> searchPath.stream().noneMatch(d -> Files.isExecutable(d.resolve(name))))
            .toList();
    return line(
        missing.isEmpty(),
        missing.isEmpty()
            ? String.join(", ", PROGRAMS)
            : String.join(", ", missing) + ": install slurm-client");
  }

  private boolean nodes() throws InterruptedException {
    List<String> nodes = new ArrayList<>();
    Result sinfo = sinfo(nodes, "--Node", "--format=%N|%t|%c|%m");
    if (!sinfo.ok()) {
      return line(false, "the controller does not answer: " + sinfo.describe());
    }
    List<String[]> fields =
        nodes.stream().map(n -> n.split("\\|")).filter(f -> f.length == 4).toList();
    long usable = fields.stream().filter(f -> f[1].matches("idle|mix|alloc|comp")).count();
    List<String> reasons = new ArrayList<>();
    sinfo(reasons, "--list-reasons", "--format=%N (%E)");
    reasons.stream()
        .distinct()
        .forEach(node -> lines.add(new Line(State.NOTE, "takes no work: " + node)));
    return line(
        usable > 0,
        "%d of %d nodes%s take work; the largest has %d processors"
            .formatted(
                usable,
                fields.size(),
                options.partition().map(p -> " of partition " + p).orElse(""),
                fields.stream().map(f -> f[2]).mapToInt(SlurmCheck::number).max().orElse(0)));
  }

  /** A node sees the same files, can write to the cache, and has what builds and boots need. */
  private void task() throws InterruptedException {
    Path token = cache.resolve("slurm-check-" + ProcessHandle.current().pid());
    String script =
        "echo node: $SLURMD_NODENAME; test -x %1$s || { echo cannot run %1$s; exit 1; }; : >%2$s || {"
                .formatted(Shell.quoted(launcher.toString()), Shell.quoted(token.toString()))
            + " echo cannot write to the cache; exit 1; }; exec "
            + Shell.quoted(launcher.toString())
            + " doctor";
    List<String> argv = new ArrayList<>(List.of("srun", "--quiet", "--nodes=1", "--ntasks=1"));
    argv.addAll(List.of("--job-name=straddle-doctor", "--time=3"));
    options.partition().ifPresent(p -> argv.add("--partition=" + p));
    options.account().ifPresent(a -> argv.add("--account=" + a));
    options.qos().ifPresent(q -> argv.add("--qos=" + q));
    argv.addAll(List.of("sh", "-c", script));
    List<String> said = new ArrayList<>();
    Result result = Command.of(argv).within(TASK).heardBy((channel, l) -> said.add(l)).run();
    Optional<String> node =
        said.stream().filter(l -> l.startsWith("node: ")).map(l -> l.substring(6)).findFirst();
    if (!result.ok()) {
      line(false, "a task on node " + node.orElse("unknown") + " fails:");
      said.stream()
          .filter(l -> !l.startsWith("node: ") && !l.startsWith("ok "))
          .limit(10)
          .forEach(l -> line(false, "  " + l.strip()));
      return;
    }
    boolean shared = Files.exists(token);
    token.toFile().delete();
    line(
        shared,
        shared
            ? "node %s sees the cache, and has what builds and boots need".formatted(node.get())
            : "what node %s writes to %s does not appear here".formatted(node.get(), cache));
  }

  private Result sinfo(List<String> out, String... how) throws InterruptedException {
    List<String> argv = new ArrayList<>(List.of("sinfo", "--noheader"));
    Stream.of(how).forEach(argv::add);
    options.partition().ifPresent(p -> argv.add("--partition=" + p));
    return Command.of(argv).within(DEADLINE).heardBy((channel, l) -> out.add(l.strip())).run();
  }

  private static int number(String text) {
    return text.matches("\\d+") ? Integer.parseInt(text) : 0;
  }

  private boolean line(boolean ok, String text) {
    lines.add(new Line(ok ? State.OK : State.MISSING, text));
    return ok;
  }
}
