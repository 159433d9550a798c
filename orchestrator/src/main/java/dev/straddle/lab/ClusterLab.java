package dev.straddle.lab;

import dev.straddle.disk.HeldLock;
import dev.straddle.lab.Engine.Phase;
import dev.straddle.lab.Engine.Status;
import dev.straddle.lab.LabListener.Step;
import dev.straddle.model.InfraException;
import dev.straddle.model.WorkEvent;
import dev.straddle.runs.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Machines behind a scheduler, and a file system that they share.
 *
 * <p>Boots that wait are packed into tasks, several in each, so that the scheduler is not what all
 * wait for; a build is a task of its own. Answers come from what workers leave in the spool. That a
 * task is over without having left one is the host's trouble, whatever the scheduler calls it: its
 * jobs are handed over again, a few times.
 */
public final class ClusterLab implements Lab, Pool {

  /** How names of files begin that hold a build, and boots. */
  static final String BUILD = "build";

  private static final String BOOTS = "boots";

  private static final Status FORGOTTEN = new Status(Phase.OVER, "forgotten by the scheduler", "");
  private static final int LARGEST_PACK = 32;
  private static final int WORTH_A_WORKER = 8;
  private static final int TICKS_BETWEEN_LOOKS = 4;

  private final Engine engine;
  private final Spool spool;
  private final HeldLock alone;
  private final Path cache;
  private final int compilers;
  private final AtHand atHand;
  private final Pace pace;
  private final Consumer<String> notes;
  private final int slots;
  private final int node;
  private final Farewell farewell;
  private final NodeRecord nodes = new NodeRecord();
  private final Map<Task, Entry> open = new LinkedHashMap<>();
  private final Map<String, Entry> byKey = new LinkedHashMap<>();
  private final List<Entry> waiting = new ArrayList<>();
  private final Map<String, Submission<Entry>> submissions = new LinkedHashMap<>();
  private final Thread thread;
  private long lastSubmitted;
  private long awaySince;
  private int files;
  private boolean stopped;
  private String unusable = "";
  private volatile boolean closing;

  /**
   * @param spool a folder of this lab alone, on the shared file system; what an earlier lab of the
   *     same name left there, or still runs, is done away with
   * @param cache straddle's cache, shared as well
   * @param compilers how many commands make may run at once
   * @param atHand looks into the shared cache, so that no task has to be waited for
   * @param notes hears what a person should know when the lab closes
   * @throws InfraException when another lab of the same name is at work, or the scheduler is away
   */
  public ClusterLab(
      Engine engine,
      Path spool,
      Path cache,
      int compilers,
      AtHand atHand,
      Pace pace,
      Consumer<String> notes)
      throws InterruptedException {
    this.engine = engine;
    this.cache = cache;
    this.compilers = compilers;
    this.atHand = atHand;
    this.pace = pace;
    this.notes = notes;
    this.slots = engine.slots();
    this.node = engine.largestNode();
    this.farewell = new Farewell(engine, pace.tick(), pace.farewell(), notes);
    this.spool = new Spool(spool.toAbsolutePath().normalize());
    this.alone = this.spool.alone();
    this.thread = new Thread(this::work, "cluster lab");
    boolean open = false;
    try {
      farewell.toAll();
      this.spool.delete();
      Spool.create(spool).sweep();
      thread.setDaemon(true);
      thread.start();
      open = true;
    } finally {
      if (!open) {
        this.spool.letGo(alone);
      }
    }
  }

  @Override
  public Bench bench(LabListener listener) {
    return new TaskBench(this, listener);
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public void submit(Task task) {
    if (!atHand.answers(task)) {
      handOn(task);
    }
  }

  private synchronized void handOn(Task task) {
    if (stopped) {
      task.answer(new Answer.NotDone(task.job()));
      return;
    }
    Needs needs =
        task.job() instanceof Job.OnMachine machine
            ? Needs.of(machine.guest(), machine.kernel().structPageSize())
            : Needs.ofBuild(compilers);
    Entry entry = new Entry(task, new Needs(Math.min(node, needs.processors()), needs.memory()));
    if (spool.isCancelled(entry.item().key())) { // another strategy let go of the same job
      spool.forget(entry.item().key());
    }
    open.put(task, entry);
    byKey.put(entry.item().key(), entry);
    waiting.add(entry);
    lastSubmitted = System.nanoTime();
  }

  @Override
  public synchronized void cancel(Task task) {
    Entry entry = open.get(task);
    if (entry != null) {
      waiting.remove(entry);
      spool.cancel(entry.item().key());
      answer(entry, new Answer.NotDone(task.job()));
    }
  }

  @Override
  public synchronized void stop() {
    stopped = true;
    List.copyOf(open.keySet()).forEach(this::cancel);
  }

  /** What is cancelled is answered at once; its task ends when the lab closes. */
  @Override
  public void awaitUninterruptibly(List<Task> tasks) {}

  @Override
  public void close() {
    if (closing) {
      return;
    }
    stop();
    closing = true;
    try {
      thread.join();
      farewell.toAll();
      spool.delete();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (InfraException e) { // workers find their items cancelled
      String why = e.getMessage().lines().findFirst().orElse("");
      String next = "\n  next: when it answers again, " + engine.farewell();
      notes.accept("tasks may be left in the queue: " + why + next);
    } finally {
      spool.letGo(alone);
    }
  }

  private void work() {
    try {
      for (int tick = 0; !closing; tick++) {
        TimeUnit.MILLISECONDS.sleep(pace.tick().toMillis());
        try {
          collect();
          handOver();
          if (tick % TICKS_BETWEEN_LOOKS == 0) {
            look(engine.statuses());
          }
          awaySince = 0;
        } catch (InfraException e) {
          away(e);
        }
      }
    } catch (InterruptedException e) {
      stop();
    } catch (RuntimeException | Error e) {
      fail(Failures.describe(e));
    }
  }

  /** A controller may be restarted; what runs meanwhile goes on, and its results come. */
  private void away(InfraException trouble) {
    long now = System.nanoTime();
    if (awaySince == 0) {
      awaySince = now;
    } else if (now - awaySince > pace.limit().toNanos()) {
      fail(trouble.getMessage());
    }
  }

  private synchronized void fail(String why) {
    for (Entry entry : List.copyOf(open.values())) {
      answer(entry, new Answer.Trouble(entry.task().job(), why));
    }
    waiting.clear();
  }

  /** Answers what workers have left results of. */
  private void collect() {
    Set<String> finished = spool.finished();
    synchronized (this) {
      finished.retainAll(byKey.keySet());
      for (String key : finished) {
        Entry entry = byKey.get(key);
        WorkFile.Result result = spool.read(key);
        entry.start();
        count(entry, result.node(), result.trouble().isPresent());
        entry.task().tell(new Step.Ended(result.took()));
        answer(entry, Results.answer(entry.task().job(), result));
      }
    }
  }

  private void answer(Entry entry, Answer answer) {
    open.remove(entry.task());
    byKey.remove(entry.item().key(), entry);
    entry.task().answer(answer);
  }

  private void count(Entry entry, String node, boolean failed) {
    nodes
        .count(node, failed)
        .ifPresent(note -> entry.task().tell(new Step.Working(new WorkEvent.Note(note))));
  }

  /** Hands over what waits, once nothing more comes for the moment. */
  private void handOver() throws InterruptedException {
    Map<Needs, List<List<Entry>>> packs;
    synchronized (this) {
      if (waiting.isEmpty() || System.nanoTime() - lastSubmitted < pace.tick().toNanos() / 2) {
        return;
      }
      packs = Packs.of(waiting, e -> e.task().job() instanceof Job.Build, e -> e.needs(), pack());
      waiting.clear();
    }
    InfraException away = null;
    for (Map.Entry<Needs, List<List<Entry>>> group : packs.entrySet()) {
      List<Path> paths = group.getValue().stream().map(p -> file(p, group.getKey())).toList();
      try {
        List<String> ids =
            engine.submit(paths, group.getKey().processors(), group.getKey().memory());
        synchronized (this) {
          for (int i = 0; i < ids.size(); i++) {
            submissions.put(ids.get(i), new Submission<>(group.getValue().get(i)));
          }
        }
      } catch (Engine.RefusedException e) {
        refused(group.getValue(), e.getMessage());
      } catch (InfraException e) {
        away = e;
        waitAgain(group.getValue());
      }
    }
    if (away != null) {
      throw away;
    }
  }

  /** What the scheduler will never take is given up at once. */
  private synchronized void refused(List<List<Entry>> packs, String why) {
    for (List<Entry> pack : packs) {
      for (Entry entry : pack) {
        if (open.containsKey(entry.task())) {
          answer(entry, new Answer.Trouble(entry.task().job(), why));
        }
      }
    }
  }

  /**
   * Two tasks for each processor even out; but where each would have few boots, one: a worker costs
   * as much as a boot to start.
   */
  private int pack() {
    int tasks = waiting.size() < 2 * slots * WORTH_A_WORKER ? slots : 2 * slots;
    return Math.max(1, Math.min(LARGEST_PACK, (waiting.size() + tasks - 1) / tasks));
  }

  private Path file(List<Entry> pack, Needs needs) {
    boolean build = pack.get(0).task().job() instanceof Job.Build;
    Path file = spool.task((build ? BUILD : BOOTS) + "-" + files++);
    Spool.write(
        file,
        Json.write(
            new WorkFile(
                WorkFile.SCHEMA,
                cache.toAbsolutePath(),
                spool.results(),
                compilers,
                needs.processors(),
                needs.memory(),
                pack.stream().map(entry -> entry.item()).toList())));
    return file;
  }

  private synchronized void waitAgain(List<List<Entry>> packs) {
    packs.stream()
        .flatMap(List::stream)
        .filter(e -> open.containsKey(e.task()))
        .forEach(waiting::add);
  }

  /** Looks for tasks that are over, or never will begin, and have left something out. */
  private void look(Map<String, Status> statuses) throws InterruptedException {
    List<String> held =
        statuses.keySet().stream().filter(id -> statuses.get(id).phase() == Phase.HELD).toList();
    engine.kill(held); // nobody else lets go of them
    boolean troubled =
        statuses.values().stream()
            .anyMatch(f -> f.phase() == Phase.HELD || f.phase() == Phase.STUCK);
    if (troubled) {
      unusable = String.join(", ", engine.unusable());
    }
    synchronized (this) {
      List.copyOf(submissions.keySet())
          .forEach(id -> look(id, statuses.getOrDefault(id, FORGOTTEN)));
    }
  }

  private void look(String id, Status status) {
    Submission<Entry> submission = submissions.get(id);
    submission.entries().removeIf(entry -> !open.containsKey(entry.task()));
    if (submission.entries().isEmpty()) {
      submissions.remove(id);
      return;
    }
    switch (submission.hears(status, pace)) {
      case GOES_ON -> {}
      case RUNS -> submission.entries().forEach(Entry::start);
      case LOST -> {
        submissions.remove(id);
        submission.entries().forEach(entry -> lost(entry, submission));
      }
      case STUCK -> { // another attempt would wait as well
        submissions.remove(id);
        submission.entries().forEach(entry -> giveUp(entry, "no node takes it" + unusable()));
      }
    }
  }

  private void lost(Entry entry, Submission<Entry> submission) {
    String node = submission.node().isEmpty() ? "unknown" : submission.node();
    if (submission.blamesNode()) {
      count(entry, node, true);
    }
    if (entry.attempt() < pace.attempts()) {
      entry.again();
      waiting.add(entry);
    } else {
      giveUp(
          entry,
          "node %s: the task ended (%s) without a result, attempt %d of %d%s"
              .formatted(node, submission.state(), entry.attempt(), pace.attempts(), unusable()));
    }
  }

  private String unusable() {
    return unusable.isEmpty() ? "" : "; nodes that take no work: " + unusable;
  }

  private void giveUp(Entry entry, String why) {
    entry.start();
    entry.task().tell(new Step.Ended(Duration.ZERO));
    String next = "look at the nodes (sinfo -R) and at the logs in " + spool.path();
    answer(entry, new Answer.Trouble(entry.task().job(), why + "\n  next: " + next));
  }
}
