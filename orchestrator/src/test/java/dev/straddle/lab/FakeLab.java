package dev.straddle.lab;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * A lab of so many slots whose jobs are answered by a script, in simulated time: a strategy with
 * thousands of cells is over in milliseconds and comes out the same each time.
 *
 * <p>Every job takes one slot; those that wait begin in the order in which they were submitted.
 * Time goes on only while a strategy waits. For one thread.
 */
public final class FakeLab implements Lab {

  private final int slots;
  private final Function<Job, Answer> script;
  private final Function<Job, Duration> times;
  private final List<Job> asked = new ArrayList<>();
  private final Deque<Ticket> waiting = new ArrayDeque<>();
  private final PriorityQueue<Ticket> running =
      new PriorityQueue<>(Comparator.comparing((Ticket t) -> t.end).thenComparing(t -> t.number));
  private Duration now = Duration.ZERO;
  private int mostAtOnce;
  private boolean stopped;

  private static final class Ticket {
    final int number;
    final Job job;
    final FakeBench bench;
    Duration end = Duration.ZERO;
    Duration took = Duration.ZERO;

    Ticket(int number, Job job, FakeBench bench) {
      this.number = number;
      this.job = job;
      this.bench = bench;
    }
  }

  /**
   * @param script what comes of a job, asked when it begins
   * @param times how long it takes
   */
  public FakeLab(int slots, Function<Job, Answer> script, Function<Job, Duration> times) {
    this.slots = slots;
    this.script = script;
    this.times = times;
  }

  /** One where everything takes a second. */
  public FakeLab(int slots, Function<Job, Answer> script) {
    this(slots, script, job -> Duration.ofSeconds(1));
  }

  /** Every job in the order in which it was submitted, cancelled ones too. */
  public List<Job> asked() {
    return List.copyOf(asked);
  }

  /** The boots among them. */
  public List<Job.Boot> boots() {
    return asked.stream().filter(Job.Boot.class::isInstance).map(Job.Boot.class::cast).toList();
  }

  /** The builds among them. */
  public List<Job.Build> builds() {
    return asked.stream().filter(Job.Build.class::isInstance).map(Job.Build.class::cast).toList();
  }

  /** How much simulated time has gone by. */
  public Duration clock() {
    return now;
  }

  /** How many jobs were under way at most. */
  public int mostAtOnce() {
    return mostAtOnce;
  }

  /** For a strategy that nobody watches. */
  public Bench bench() {
    return bench((job, step) -> {});
  }

  @Override
  public Bench bench(LabListener listener) {
    return new FakeBench(listener);
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public void stop() {
    stopped = true;
    List<Ticket> left = new ArrayList<>(running);
    left.addAll(waiting);
    running.clear();
    waiting.clear();
    left.forEach(ticket -> ticket.bench.answers.add(new Answer.NotDone(ticket.job)));
  }

  @Override
  public void close() {
    stop();
  }

  private void begin() {
    while (running.size() < slots && !waiting.isEmpty()) {
      Ticket ticket = waiting.poll();
      ticket.bench.listener.on(ticket.job, new LabListener.Step.Started());
      ticket.took = times.apply(ticket.job);
      ticket.end = now.plus(ticket.took);
      running.add(ticket);
      mostAtOnce = Math.max(mostAtOnce, running.size());
    }
  }

  private void advance() {
    begin();
    Ticket done = running.poll();
    now = done.end;
    Answer answer = script.apply(done.job);
    done.bench.listener.on(done.job, new LabListener.Step.Ended(done.took));
    done.bench.answers.add(answer);
    begin();
  }

  private final class FakeBench implements Bench {

    private final LabListener listener;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private int outstanding;

    FakeBench(LabListener listener) {
      this.listener = listener;
    }

    @Override
    public void submit(Job job) {
      asked.add(job);
      outstanding++;
      if (stopped) {
        answers.add(new Answer.NotDone(job));
      } else {
        waiting.add(new Ticket(asked.size(), job, this));
      }
    }

    @Override
    public Answer next() {
      if (outstanding == 0) {
        throw new IllegalStateException("nothing is outstanding");
      }
      while (answers.isEmpty()) {
        advance();
      }
      outstanding--;
      return answers.poll();
    }

    @Override
    public int outstanding() {
      return outstanding;
    }

    @Override
    public void close() {
      waiting.removeIf(ticket -> ticket.bench == this);
      running.removeIf(ticket -> ticket.bench == this);
      answers.clear();
      outstanding = 0;
    }
  }
}
