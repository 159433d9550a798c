package dev.straddle.guest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Moves the whole state of a machine that stands still into a file and back, by QEMU's migration
 * over a socket.
 */
final class Snapshot {

  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final String SOCKET = "snapshot";

  private final QmpClient qmp;
  private final Path directory;
  private final CompletableFuture<String> ended = new CompletableFuture<>();

  /**
   * @param directory where QEMU runs
   */
  Snapshot(QmpClient qmp, Path directory) {
    this.qmp = qmp;
    this.directory = directory;
  }

  /** Takes note of QEMU's events; the migration's own say when it has ended. */
  void hear(QmpClient.Event event) {
    String status = event.data().path("status").asText();
    if (event.name().equals("MIGRATION")
        && (status.equals("completed") || status.equals("failed"))) {
      ended.complete(status);
    }
  }

  void save(Path file) throws IOException, InterruptedException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(directory.resolve(SOCKET)));
      announce();
      qmp.execute("migrate", uri(), DEADLINE);
      try (SocketChannel from = server.accept()) {
        Files.copy(Channels.newInputStream(from), file);
      }
      await();
    }
  }

  /** To be called on a machine that was started with {@code -incoming defer}. */
  void restore(Path file) throws IOException, InterruptedException {
    announce();
    qmp.execute("migrate-incoming", uri(), DEADLINE);
    try (SocketChannel to =
        SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve(SOCKET)))) {
      Files.copy(file, Channels.newOutputStream(to));
    }
    await();
  }

  private void announce() throws IOException, InterruptedException {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    arguments.putArray("capabilities").addObject().put("capability", "events").put("state", true);
    qmp.execute("migrate-set-capabilities", arguments, DEADLINE);
  }

  private void await() throws IOException, InterruptedException {
    try {
      String status = ended.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
      if (!status.equals("completed")) {
        throw new IOException("QEMU says that the snapshot " + status);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("QEMU did not finish the snapshot within " + DEADLINE, e);
    }
  }

  private static ObjectNode uri() {
    return JsonNodeFactory.instance.objectNode().put("uri", "unix:" + SOCKET);
  }
}
