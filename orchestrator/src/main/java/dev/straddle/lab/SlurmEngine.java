package dev.straddle.lab;

import dev.straddle.model.InfraException;
import dev.straddle.model.SlurmOptions;
import dev.straddle.process.Command;
import dev.straddle.process.Result;
import dev.straddle.text.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Slurm, by its own commands. */
public final class SlurmEngine implements Engine {

  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final long MIB = 1L << 20;

  /** Job arrays are at most 1,001 long unless an administrator says otherwise. */
  private static final int LONGEST_ARRAY = 1000;

  /** What its commands say when nobody answers them; the same may be asked again. */
  private static final Pattern AWAY =
      Pattern.compile("(?i)contact slurm controller|socket timed out|connection|communication");

  private static final Set<String> WAITING =
      Set.of("PENDING", "CONFIGURING", "REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED", "SPECIAL_EXIT");
  private static final Set<String> RUNNING =
      Set.of("RUNNING", "COMPLETING", "SUSPENDED", "STOPPED", "STAGE_OUT", "SIGNALING", "RESIZING");

  private static final Set<String> WITHDRAWN =
      Set.of("CANCELLED", "DEADLINE", "PREEMPTED", "REVOKED", "TIMEOUT");

  /** Why Slurm itself holds a task; what a person holds waits for that person. */
  private static final Pattern GIVEN_UP =
      Pattern.compile("(?i)launch failed requeued held|job requeued in held state");

  /** Why a task waits that no node can take. */
  private static final Pattern NO_NODE =
      Pattern.compile(
          "(?i)nodes required for job are down.*|reqnodenotavail.*|partitiondown"
              + "|partitioninactive|partitionnodelimit|badconstraints|nodedown");

  private final SlurmOptions options;
  private final Path launcher;
  private final Path logs;
  private final String name;

  /**
   * @param launcher the {@code straddle} script, on the shared file system
   * @param logs where tasks leave what they print, on it too
   * @param name of all tasks, not that of any other lab
   */
  public SlurmEngine(SlurmOptions options, Path launcher, Path logs, String name) {
    this.options = options;
    this.launcher = launcher.toAbsolutePath();
    this.logs = logs.toAbsolutePath();
    this.name = name;
  }

  @Override
  public List<String> submit(List<Path> files, int processors, long memory)
      throws InterruptedException {
    List<String> tasks = new ArrayList<>();
    for (int from = 0; from < files.size(); from += LONGEST_ARRAY) {
      List<Path> array = files.subList(from, Math.min(files.size(), from + LONGEST_ARRAY));
      String job = sbatch(array, processors, memory);
      for (int i = 0; i < array.size(); i++) {
        tasks.add(job + "_" + i);
      }
    }
    return tasks;
  }

  private String sbatch(List<Path> files, int processors, long memory) throws InterruptedException {
    boolean builds = files.get(0).getFileName().toString().startsWith(ClusterLab.BUILD);
    List<String> argv = new ArrayList<>(List.of("sbatch", "--parsable", "--requeue"));
    argv.add("--job-name=" + name);
    argv.add("--array=0-" + (files.size() - 1));
    argv.add("--nodes=1");
    argv.add("--ntasks=1");
    argv.add("--cpus-per-task=" + processors);
    argv.add("--mem=" + (memory + MIB - 1) / MIB + "M");
    argv.add("--time=" + (builds ? options.build() : options.boots()).toMinutes());
    argv.add("--output=" + logs + "/%A_%a.log");
    argv.add("--open-mode=append");
    options.partition().ifPresent(p -> argv.add("--partition=" + p));
    options.account().ifPresent(a -> argv.add("--account=" + a));
    options.qos().ifPresent(q -> argv.add("--qos=" + q));
    argv.addAll(options.further());
    argv.add("--wrap=" + script(files));
    Result result = run(argv);
    String last = result.tail().isEmpty() ? "" : result.tail().get(result.tail().size() - 1);
    if (!result.ok() || !last.matches("\\d+(;.*)?")) {
      if (AWAY.matcher(result.describe()).find()) {
        throw trouble(result);
      }
      throw new RefusedException(
          "Slurm does not take the work: " + last + "\n  next: see the options in slurm.yaml");
    }
    return last.split(";")[0];
  }

  /** What each task of an array runs: its own file, on its own line of a list. */
  private String script(List<Path> files) {
    Path list = files.get(0).resolveSibling(files.get(0).getFileName() + ".list");
    Spool.write(
        list, files.stream().map(Path::toString).collect(Collectors.joining("\n", "", "\n")));
    return "f=$(sed -n \"$((SLURM_ARRAY_TASK_ID + 1))p\" "
        + Shell.quoted(list.toString())
        + ")\nexec "
        + Shell.quoted(launcher.toString())
        + " worker \"$f\"\n";
  }

  @Override
  public Map<String, Status> statuses() throws InterruptedException {
    Map<String, Status> statuses = new HashMap<>();
    List<String> lines = new ArrayList<>();
    Result result =
        Command.of(
                "squeue",
                "--array",
                "--noheader",
                "--states=all",
                "--name=" + name,
                "--format=%i|%T|%N|%r")
            .within(DEADLINE)
            .heardBy((channel, line) -> lines.add(line))
            .run();
    if (!result.ok()) {
      throw trouble(result);
    }
    lines.forEach(line -> read(line, statuses));
    return statuses;
  }

  /** A line of {@code squeue}: task, state, nodes, reason. */
  static void read(String line, Map<String, Status> statuses) {
    String[] field = line.strip().split("\\|", 4);
    if (field.length == 4) {
      String state = field[1].toUpperCase(Locale.ROOT);
      String reason = field[3].strip();
      Phase phase = phase(state, reason);
      boolean telling = phase == Phase.HELD || phase == Phase.STUCK;
      statuses.put(field[0], new Status(phase, telling ? reason : state, field[2]));
    }
  }

  private static Phase phase(String state, String reason) {
    if (RUNNING.contains(state)) {
      return Phase.RUNNING;
    }
    if (!WAITING.contains(state)) {
      return WITHDRAWN.contains(state) ? Phase.WITHDRAWN : Phase.OVER;
    }
    return GIVEN_UP.matcher(reason).matches()
        ? Phase.HELD
        : NO_NODE.matcher(reason).matches() ? Phase.STUCK : Phase.WAITING;
  }

  @Override
  public List<String> unusable() throws InterruptedException {
    return sinfo("--list-reasons", "--format=%N (%E)").stream().distinct().toList();
  }

  @Override
  public void cancel(Collection<String> tasks) throws InterruptedException {
    scancel(List.of("--state=PENDING"), tasks); // before they begin, or are about to
    scancel(List.of("--full", "--signal=TERM"), tasks); // they write down what they have
  }

  @Override
  public void kill(Collection<String> tasks) throws InterruptedException {
    scancel(List.of(), tasks);
  }

  private static void scancel(List<String> how, Collection<String> tasks)
      throws InterruptedException {
    if (!tasks.isEmpty()) {
      List<String> argv = new ArrayList<>(List.of("scancel", "--quiet"));
      argv.addAll(how);
      argv.addAll(tasks);
      Result result = run(argv);
      if (!result.ok() && AWAY.matcher(result.describe()).find()) { // else: a task ended meanwhile
        throw trouble(result);
      }
    }
  }

  @Override
  public String farewell() {
    return "scancel --name=" + name;
  }

  @Override
  public int largestNode() throws InterruptedException {
    return sinfo("--Node", "--format=%c").stream()
        .filter(line -> line.matches("\\d+"))
        .mapToInt(Integer::parseInt)
        .max()
        .orElse(1);
  }

  private List<String> sinfo(String... how) throws InterruptedException {
    List<String> argv = new ArrayList<>(List.of("sinfo", "--noheader"));
    argv.addAll(List.of(how));
    options.partition().ifPresent(p -> argv.add("--partition=" + p));
    List<String> lines = new ArrayList<>();
    Result result =
        Command.of(argv).within(DEADLINE).heardBy((channel, line) -> lines.add(line.strip())).run();
    if (!result.ok()) {
      throw trouble(result);
    }
    return lines;
  }

  @Override
  public int slots() throws InterruptedException {
    return Math.max(
        1,
        sinfo("--format=%C").stream()
            .filter(line -> line.matches("\\d+/\\d+/\\d+/\\d+"))
            .mapToInt(line -> usable(line.split("/")))
            .sum());
  }

  /** Allocated, idle, other, all: those that are down are among the others. */
  private static int usable(String[] counts) {
    return Integer.parseInt(counts[0]) + Integer.parseInt(counts[1]);
  }

  private static Result run(List<String> argv) throws InterruptedException {
    return Command.of(argv).within(DEADLINE).run();
  }

  private static InfraException trouble(Result result) {
    return new InfraException(result.describe(), "look at the cluster with sinfo and squeue");
  }
}
