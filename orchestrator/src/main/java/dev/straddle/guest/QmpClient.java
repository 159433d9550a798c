package dev.straddle.guest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Speaks QMP, QEMU's machine protocol, over a connected socket: commands with a deadline, events to
 * a listener.
 *
 * <p>One thread, the caller of {@link #receive}, reads; any thread may execute commands.
 */
public final class QmpClient {

  /** An event that QEMU sent by itself; {@code data} is an empty object when it has none. */
  public record Event(String name, JsonNode data) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_QUOTE = 80;

  private final CompletableFuture<SocketChannel> socket = new CompletableFuture<>();
  private final Map<Long, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
  private final Consumer<Event> listener;
  private final LineSplitter lines = new LineSplitter(16 << 20, this::line);
  private long lastId;
  private volatile boolean closed;

  /**
   * @param listener hears each event, on the reading thread
   */
  public QmpClient(Consumer<Event> listener) {
    this.listener = listener;
  }

  /** Takes the connection; commands wait for it. */
  void connected(SocketChannel channel) {
    socket.complete(channel);
  }

  /**
   * Feeds bytes that QEMU sent.
   *
   * @throws IOException when they are no QMP
   */
  void receive(ByteBuffer bytes) throws IOException {
    try {
      lines.feed(bytes);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Fails every command that is still waiting, and all later ones. */
  void disconnected() {
    closed = true;
    socket.completeExceptionally(new IOException("QEMU closed its QMP connection"));
    pending.values().forEach(QmpClient::fail);
  }

  /** Executes a command without arguments. */
  public JsonNode execute(String command, Duration deadline)
      throws IOException, InterruptedException {
    return execute(command, JSON.createObjectNode(), deadline);
  }

  /**
   * Executes a command and returns its {@code return} value.
   *
   * @throws QmpException when QEMU refuses the command
   * @throws QemuGoneException when QEMU is gone, or goes before it has answered
   * @throws QmpSilenceException when QEMU does not answer before the deadline
   */
  public JsonNode execute(String command, ObjectNode arguments, Duration deadline)
      throws IOException, InterruptedException {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    ObjectNode request = JSON.createObjectNode().put("execute", command);
    if (!arguments.isEmpty()) {
      request.set("arguments", arguments);
    }
    try {
      SocketChannel channel = socket.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
      synchronized (this) {
        long id = ++lastId;
        pending.put(id, answer);
        request.put("id", id);
        ByteBuffer bytes = ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      if (closed) {
        fail(answer);
      }
      return answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof QmpException refused
          ? refused
          : new QemuGoneException("QMP " + command, e);
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw new QemuGoneException("QMP " + command, e);
    } catch (TimeoutException e) {
      throw new QmpSilenceException("QMP " + command + ": no answer within " + deadline, e);
    }
  }

  /** Executes a command of the human monitor and returns its text. */
  public String human(String command, Duration deadline) throws IOException, InterruptedException {
    ObjectNode arguments = JSON.createObjectNode().put("command-line", command);
    return execute("human-monitor-command", arguments, deadline).asText();
  }

  static ObjectNode arguments(Map<String, Object> values) {
    return JSON.valueToTree(values);
  }

  private void line(String text) {
    JsonNode message;
    try {
      message = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      String begin = text.substring(0, Math.min(text.length(), LONGEST_QUOTE));
      throw new UncheckedIOException(
          new IOException(
              "QEMU sent what is no JSON over QMP: " + begin.replaceAll("[^ -~]", "?"), e));
    }
    if (message.has("event")) {
      JsonNode data = message.path("data");
      listener.accept(
          new Event(
              message.get("event").asText(), data.isObject() ? data : JSON.createObjectNode()));
    } else if (message.has("id")) {
      CompletableFuture<JsonNode> answer = pending.remove(message.get("id").asLong());
      if (answer == null) {
        return;
      }
      if (message.has("error")) {
        answer.completeExceptionally(new QmpException(message.get("error").path("desc").asText()));
      } else {
        answer.complete(message.path("return"));
      }
    }
  }

  /** An interrupted write closes its socket and leaves the flag set; to callers it is a stop. */
  static InterruptedException interrupted(ClosedByInterruptException cause) {
    Thread.interrupted();
    InterruptedException stop = new InterruptedException("interrupted while writing to QEMU");
    stop.initCause(cause);
    return stop;
  }

  private static void fail(CompletableFuture<JsonNode> answer) {
    answer.completeExceptionally(new IOException("QEMU closed its QMP connection"));
  }
}
