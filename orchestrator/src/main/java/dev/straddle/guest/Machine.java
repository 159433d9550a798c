package dev.straddle.guest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.straddle.model.InfraException;
import dev.straddle.process.Child;
import dev.straddle.process.Command;
import dev.straddle.process.Result;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running QEMU with its three channels; closing it leaves neither process nor file behind.
 *
 * <p>straddle listens for QMP before QEMU starts and QEMU connects, so nobody polls, and a QEMU
 * whose straddle has died cannot start. The serial lines are named pipes: QEMU writes them byte by
 * byte, of which a pipe takes 64 KiB before it makes the guest wait and a socket fewer than 300,
 * and a guest that waits for its host is no longer a pure function of its seed. The guest stands
 * still until {@link #run}.
 */
public final class Machine implements AutoCloseable {

  private static final Duration START_DEADLINE = Duration.ofSeconds(20);
  private static final Duration QUIT_DEADLINE = Duration.ofSeconds(5);
  private static final Duration DUMP_DEADLINE = Duration.ofMinutes(10);
  private static final long LOOK_MILLIS = 200;
  private static final String GDB = "gdb";
  private static final Set<String> OVER = Set.of("shutdown", "guest-panicked", "internal-error");
  private static final long NO_PROCESS = Long.MAX_VALUE;
  private static final Pattern SSH_FORWARD =
      Pattern.compile("TCP\\[HOST_FORWARD\\]\\s+\\d+\\s+127\\.0\\.0\\.1\\s+(\\d{1,5})\\s");

  /** Hears what the machine does; called from the machine's own threads. */
  public interface Listener {
    /** The kernel printed. */
    void console(ByteBuffer bytes);

    /** The probe spoke. */
    void probe(ByteBuffer bytes);

    /** QEMU sent an event. */
    void event(QmpClient.Event event);

    /** One of the machine's channels cannot be read any more; the machine is of no use. */
    void deaf(String why);

    /** QEMU ended, and everything it had to say has been heard. */
    void ended(End end);
  }

  /**
   * How QEMU ended.
   *
   * @param description its last words, and below its command line and all that it said
   */
  public record End(String description) {}

  private final RuntimeDirectory directory;
  private final ServerSocketChannel server;
  private final Thread qmpReader;

  /** Empty when QEMU ended before they were there. */
  private final CompletableFuture<Optional<SerialLines>> lines = new CompletableFuture<>();

  private final CompletableFuture<End> ended = new CompletableFuture<>();
  private final QmpClient qmp;
  private final Snapshot snapshot;
  private final Child child;

  /** This side of QEMU's serial lines. */
  private record SerialLines(NamedPipe console, NamedPipe probe, NamedPipe answers) {

    static SerialLines open(Path directory) throws IOException {
      return new SerialLines(
          NamedPipe.outputOf(directory, QemuCommand.CONSOLE),
          NamedPipe.outputOf(directory, QemuCommand.PROBE),
          NamedPipe.inputOf(directory, QemuCommand.PROBE));
    }

    /** Reads both outputs to their end, once QEMU is gone. */
    void end() throws IOException, InterruptedException {
      console.end();
      probe.end();
      answers.close();
    }
  }

  private Machine(QemuCommand command, Listener listener) throws IOException {
    directory = RuntimeDirectory.make();
    try {
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(directory.path().resolve(QemuCommand.QMP)));
      child =
          Child.start(
              Command.of(command.argv())
                  .in(directory.path())
                  .withPipes(NamedPipe.namesFor(QemuCommand.CONSOLE, QemuCommand.PROBE)));
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
    // What follows takes as long as QEMU takes to come up, so it comes after.
    qmp =
        new QmpClient(
            event -> {
              snapshot().hear(event);
              listener.event(event);
            });
    snapshot = new Snapshot(qmp, directory.path());
    qmpReader = start("qemu qmp", () -> readQmp(listener));
    start("qemu end", () -> awaitEnd(listener));
  }

  /**
   * Starts QEMU; its processors do not run yet.
   *
   * @throws InfraException when QEMU does not start
   */
  public static Machine start(QemuCommand command, Listener listener) throws InterruptedException {
    Machine machine;
    try {
      machine = new Machine(command, listener);
    } catch (IOException e) {
      throw new InfraException("cannot listen for QEMU: " + e, "run `straddle doctor`", e);
    }
    try {
      machine.qmp.execute("qmp_capabilities", START_DEADLINE);
      machine.listen(listener);
      return machine;
    } catch (IOException | InterruptedException e) {
      machine.lines.complete(Optional.empty());
      if (e instanceof QemuGoneException) {
        machine.awaitOwnEnd();
      }
      machine.close();
      if (e instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw new InfraException(
          "QEMU did not start: " + machine.ended.join().description(),
          "run `straddle doctor`, or the command above by hand",
          e);
    }
  }

  /** Opens the serial lines, which are there when QEMU has spoken over QMP. */
  private void listen(Listener listener) throws IOException {
    SerialLines open = SerialLines.open(directory.path());
    open.console()
        .gatherTo(listener::console, e -> listener.deaf("cannot read QEMU's console: " + e));
    open.probe().readTo(listener::probe, e -> listener.deaf("cannot read the probe channel: " + e));
    lines.complete(Optional.of(open));
  }

  private SerialLines lines() {
    return lines.join().orElseThrow(() -> new IllegalStateException("QEMU never started"));
  }

  /** Lets a QEMU that has hung up end in its own way, so that its last words are heard. */
  private void awaitOwnEnd() throws InterruptedException {
    try {
      ended.get(QUIT_DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      child.kill();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lets the processors run. */
  public void run() throws IOException, InterruptedException {
    qmp.execute("cont", START_DEADLINE);
  }

  /** Lets them run again, unless the guest has left or panicked, which its event tells. */
  public void proceed() throws IOException, InterruptedException {
    String state = qmp.execute("query-status", START_DEADLINE).path("status").asText();
    if (!OVER.contains(state)) {
      run();
    }
  }

  /** Makes the processors stand still. */
  public void pause() throws IOException, InterruptedException {
    qmp.execute("stop", START_DEADLINE);
  }

  public QmpClient qmp() {
    return qmp;
  }

  /** Waits until all that the guest, which must stand still, has said is heard. */
  public void hearAll() throws IOException, InterruptedException {
    try {
      lines().console().flush();
      lines().probe().flush();
    } catch (IOException e) {
      // A pipe that this process holds at both ends fails only when it has been closed.
      throw new QemuGoneException("hearing the guest out", e);
    }
  }

  /** Writes the state of the machine, which must stand still, to a new file. */
  public void save(Path file) throws IOException, InterruptedException {
    snapshot.save(file);
  }

  /** Takes the state from a file; the machine must have been started to wait for it. */
  public void restore(Path file) throws IOException, InterruptedException {
    snapshot.restore(file);
  }

  /** Plugs memory into the running machine. */
  public void plug(MemoryDevice memory) throws IOException, InterruptedException {
    qmp.execute("object-add", QmpClient.arguments(memory.backend()), START_DEADLINE);
    qmp.execute("device_add", QmpClient.arguments(memory.device()), START_DEADLINE);
  }

  /** The port of 127.0.0.1 on which QEMU takes connections for the guest's SSH server. */
  public int sshPort() throws IOException, InterruptedException {
    String network = qmp.human("info usernet", START_DEADLINE);
    Matcher forward = SSH_FORWARD.matcher(network);
    if (!forward.find()) {
      throw new IOException("QEMU names no port for SSH: " + network.strip());
    }
    return Integer.parseInt(forward.group(1));
  }

  /**
   * Lets a debugger in.
   *
   * @return the socket at which QEMU waits for it; it goes with the machine
   */
  public Path openForDebugger() throws IOException, InterruptedException {
    String answer = qmp.human("gdbserver unix:" + GDB + ",server=on,wait=off", START_DEADLINE);
    Path socket = directory.path().resolve(GDB);
    if (!Files.exists(socket)) {
      throw new IOException("QEMU lets no debugger in: " + answer.strip());
    }
    return socket;
  }

  /** Writes memory below an address, as a core file for crash; the machine must stand still. */
  public void dump(Path file, long below) throws IOException, InterruptedException {
    ObjectNode arguments =
        QmpClient.arguments(
            Map.of(
                "paging",
                false,
                "protocol",
                "file:" + file.toAbsolutePath(),
                "begin",
                0L,
                "length",
                below));
    qmp.execute("dump-guest-memory", arguments, DUMP_DEADLINE);
  }

  /** Returns when QEMU is gone; a debugger that leaves lets the guest go on, which is undone. */
  public void standStill() throws IOException, InterruptedException {
    try {
      while (true) {
        if (qmp.execute("query-status", START_DEADLINE).path("running").asBoolean()) {
          pause();
        }
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (QemuGoneException e) {
      // Whoever had the machine has ended it.
    }
  }

  /** Sends a line to the probe. */
  public void answerProbe(String line) throws QemuGoneException {
    try {
      lines().answers().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // A pipe that this process holds at both ends fails only when it has been closed.
      throw new QemuGoneException("answer to the probe", e);
    }
  }

  /** Opens the guest's physical memory. */
  public GuestMemory memory() throws IOException {
    return new GuestMemory(qmp, child.pid().orElseThrow(() -> new IOException("QEMU is gone")));
  }

  /** What the host has given QEMU so far. */
  public HostShare hostShare() {
    return HostShare.of(child.pid().orElse(NO_PROCESS));
  }

  /** Ends QEMU, politely if it listens, and waits until every channel has been read to its end. */
  public End quit() throws InterruptedException {
    try {
      qmp.execute("quit", QUIT_DEADLINE);
      return ended.get(QUIT_DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (IOException | TimeoutException e) {
      child.kill();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return ended.join();
  }

  @Override
  public void close() {
    child.kill();
    ended.join();
    directory.close();
  }

  private void awaitEnd(Listener listener) {
    try {
      Result result = child.await();
      server.close();
      qmpReader.join();
      Optional<SerialLines> open = lines.join();
      if (open.isPresent()) {
        open.get().end();
      }
      End end = new End(lastWordsFirst(result));
      listener.ended(end);
      ended.complete(end);
    } catch (IOException | InterruptedException | RuntimeException e) {
      ended.completeExceptionally(e);
    }
  }

  /** As the command is long, and many read no further than its first line. */
  private static String lastWordsFirst(Result result) {
    List<String> tail = result.tail();
    String last = tail.isEmpty() ? "" : ": " + tail.get(tail.size() - 1).strip();
    return "it " + result.exit() + last + "\n" + result.describe();
  }

  private Snapshot snapshot() {
    return snapshot;
  }

  private void readQmp(Listener listener) {
    try (SocketChannel socket = server.accept()) {
      qmp.connected(socket);
      ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
      while (socket.read(buffer) >= 0) {
        if (!understood(buffer.flip(), listener)) {
          break;
        }
        buffer.clear();
      }
    } catch (AsynchronousCloseException e) {
      // QEMU ended before it connected; its end is reported by itself.
    } catch (IOException e) {
      // A QEMU that was killed may reset its socket: to the reader that is the end as well.
    } finally {
      qmp.disconnected();
    }
  }

  private boolean understood(ByteBuffer bytes, Listener listener) {
    try {
      qmp.receive(bytes);
      return true;
    } catch (IOException | RuntimeException e) {
      listener.deaf(e.getMessage());
      return false;
    }
  }

  private static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
