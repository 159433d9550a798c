package dev.straddle.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.straddle.model.InfraException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KcidbSubmissionTest {

  private static final JsonNode REPORT = new ObjectMapper().createObjectNode().put("version", 5);

  private final List<String> came = new CopyOnWriteArrayList<>();
  private int status = 200;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/submit",
        exchange -> {
          came.add(exchange.getRequestHeaders().getFirst("Authorization"));
          came.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] answer = "{\"id\": 7}\n".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/submit");
  }

  @Test
  void theReportGoesWithTheToken() throws InterruptedException {
    assertThat(KcidbSubmission.send(REPORT, address(), "secret")).isEqualTo("{\"id\": 7}");
    assertThat(came).containsExactly("Bearer secret", "{\"version\":5}");
  }

  @Test
  void aRefusalIsTroubleAndDoesNotTellTheToken() {
    status = 403;
    assertThatThrownBy(() -> KcidbSubmission.send(REPORT, address(), "secret"))
        .isInstanceOf(InfraException.class)
        .hasMessageContaining("403")
        .hasMessageNotContaining("secret");
    server.stop(0);
    assertThatThrownBy(() -> KcidbSubmission.send(REPORT, address(), "secret"))
        .isInstanceOf(InfraException.class)
        .hasMessageContaining("cannot be reached");
  }
}
