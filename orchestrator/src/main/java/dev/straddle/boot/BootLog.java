package dev.straddle.boot;

import dev.straddle.guest.ConsoleLog;
import dev.straddle.guest.LineSplitter;
import dev.straddle.guest.Machine;
import dev.straddle.guest.QmpClient;
import dev.straddle.model.Address;
import dev.straddle.model.GuestFacts;
import dev.straddle.model.Observation;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Listens to a machine: writes its channels to disk, and turns what matters into signals.
 *
 * <p>Bytes only move a clock; a signal stands for a point at which somebody has to act, so however
 * much a guest prints, the queue stays short. Signals that exceed it are dropped: an honest guest
 * never has more than a few under way.
 */
final class BootLog implements Machine.Listener, Closeable {

  static final String CONSOLE = "console.log";
  static final String PROBE = "probe.log";

  /** One byte more than may be, so that a line that was cut is known. */
  private static final int LONGEST_LINE = ProbeReport.LONGEST_LINE + 1;

  private static final int MOST_SIGNALS = 256;

  /** Warnings and the like, as each keeps its surroundings; crashes come on top of them. */
  private static final int MOST_REPORTS = 8;

  /** What a boot reacts to. */
  sealed interface Signal {
    /** The kernel's first byte. */
    record KernelSpeaks() implements Signal {}

    /** A line after which the kernel will not go on. */
    record Crash() implements Signal {}

    /** The probe wants something. */
    record Probe(ProbeReport.Request request) implements Signal {}

    /** The visit over SSH has come to a point. */
    record Ssh(String milestone) implements Signal {}

    /** The visit over SSH is over. */
    record SshEnded() implements Signal {}

    /** A channel of the machine's cannot be read any more. */
    record Deaf(String why) implements Signal {}

    /** QEMU reports something. */
    record Qmp(QmpClient.Event event) implements Signal {}

    /** The guest has left, and what it said before stands before this. */
    record GuestLeft(String reason) implements Signal {}

    /** QEMU is gone and all channels have been read to their end. */
    record Ended(Machine.End end) implements Signal {}
  }

  private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(MOST_SIGNALS);
  private final ConsoleLog console;
  private final ConsoleLog probe;
  private final ConsoleEar ear = new ConsoleEar(this::crash, this::report);
  private final ProbeReport report = new ProbeReport();
  private final LineSplitter probeLines = new LineSplitter(LONGEST_LINE, this::probeLine);
  private final AtomicBoolean crashUnderWay = new AtomicBoolean();
  private volatile int reports;
  private volatile long lastByte = System.nanoTime();
  private volatile Optional<IOException> trouble = Optional.empty();

  BootLog(Path directory) throws IOException {
    console = new ConsoleLog(directory.resolve(CONSOLE));
    probe = new ConsoleLog(directory.resolve(PROBE));
  }

  /** Says again what another boot's channels said until its state was saved. */
  void recall(Path directory) throws IOException {
    console(ByteBuffer.wrap(Files.readAllBytes(directory.resolve(CONSOLE))));
    probe(ByteBuffer.wrap(Files.readAllBytes(directory.resolve(PROBE))));
  }

  /** The next signal, or nothing when the time is up. */
  Optional<Signal> next(long nanos) throws InterruptedException {
    Optional<Signal> signal = Optional.ofNullable(signals.poll(nanos, TimeUnit.NANOSECONDS));
    if (signal.filter(Signal.Crash.class::isInstance).isPresent()) {
      crashUnderWay.set(false);
    }
    return signal;
  }

  /** When the guest last printed, in {@link System#nanoTime}. */
  long lastByteNanos() {
    return lastByte;
  }

  /** The first disk trouble while writing the logs. */
  Optional<IOException> trouble() {
    return trouble;
  }

  /** A point in the visit over SSH, for the record. */
  void milestone(String name) {
    signals.offer(new Signal.Ssh(name));
  }

  /** A step over SSH has ended, well or not. */
  synchronized void step(GuestFacts.Step step) {
    report.add(step);
  }

  /** The visit over SSH is over. */
  void sshEnded() {
    signals.offer(new Signal.SshEnded());
  }

  /** The guest has left, and all that it said has been heard. */
  void guestLeft(String reason) {
    insist(new Signal.GuestLeft(reason));
  }

  /** Whether the console has told of anything. */
  boolean hasReports() {
    return reports > 0;
  }

  /** How much the kernel has printed, as far as it was heard. */
  long consoleBytes() {
    return console.bytesSeen();
  }

  synchronized GuestFacts facts() {
    return report.facts();
  }

  synchronized Optional<String> crash() {
    return ear.crash();
  }

  synchronized Optional<Address> faultAddress() {
    return ear.faultAddress();
  }

  /** All that the console told; to be asked for once, when the machine is gone. */
  synchronized Observation.Heard heard(KernelLog kernelLog) {
    return ear.finish(kernelLog);
  }

  /** The console's file, once it is closed. */
  Observation.Console consoleFile() {
    return new Observation.Console(
        CONSOLE, console.bytesSeen(), console.bytesKept(), console.sha256());
  }

  @Override
  public void console(ByteBuffer bytes) {
    if (console.bytesSeen() == 0) {
      signals.offer(new Signal.KernelSpeaks());
    }
    keep(console, bytes.duplicate());
    synchronized (this) {
      ear.hear(bytes);
    }
    lastByte = System.nanoTime();
  }

  @Override
  public void probe(ByteBuffer bytes) {
    keep(probe, bytes.duplicate());
    lastByte = System.nanoTime();
    probeLines.feed(bytes);
  }

  @Override
  public void event(QmpClient.Event event) {
    signals.offer(new Signal.Qmp(event));
  }

  @Override
  public void deaf(String why) {
    insist(new Signal.Deaf(why));
  }

  @Override
  public void ended(Machine.End end) {
    insist(new Signal.Ended(end));
  }

  private void insist(Signal signal) {
    while (!signals.offer(signal)) {
      signals.poll();
    }
  }

  @Override
  public void close() throws IOException {
    console.close();
    probe.close();
  }

  private void report() {
    if (reports < MOST_REPORTS) {
      reports++;
      keepSurroundings();
    }
  }

  private void crash(String line) {
    keepSurroundings();
    // One at a time, or a guest that prints many would keep other signals out.
    if (crashUnderWay.compareAndSet(false, true)) {
      signals.offer(new Signal.Crash());
    }
  }

  private void keepSurroundings() {
    try {
      console.crashSeen();
    } catch (IOException e) {
      failed(e);
    }
  }

  private void probeLine(String line) {
    ProbeReport.Request request;
    synchronized (this) {
      request = report.line(line);
    }
    if (!(request instanceof ProbeReport.Request.None)) {
      signals.offer(new Signal.Probe(request));
    }
  }

  private void keep(ConsoleLog log, ByteBuffer bytes) {
    try {
      log.append(bytes);
    } catch (IOException e) {
      failed(e);
    }
  }

  /** The host could not write something down. */
  void failed(IOException e) {
    if (trouble.isEmpty()) {
      trouble = Optional.of(e);
    }
  }
}
