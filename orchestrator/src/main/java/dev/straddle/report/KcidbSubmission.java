package dev.straddle.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.straddle.model.BadInputException;
import dev.straddle.model.InfraException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Hands a report to a KCIDB server, which wants to know who sends it. */
public final class KcidbSubmission {

  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final int SHOWN = 300;

  private KcidbSubmission() {}

  /**
   * Submits.
   *
   * @param token file that holds what the server gave out
   * @return what the server said
   * @throws BadInputException when the address or the token is none
   * @throws InfraException when the server does not take it
   */
  public static String send(JsonNode report, URI server, Optional<Path> token)
      throws IOException, InterruptedException {
    if (token.isEmpty()
        || server.getHost() == null
        || !String.valueOf(server.getScheme()).startsWith("http")) {
      throw new BadInputException(
          "--submit expects an http address, and --token the file that holds its token");
    }
    String word = Files.readString(token.get()).strip();
    if (!word.matches("[!-~]+")) {
      throw new BadInputException(token.get() + " holds no token");
    }
    return send(report, server, word);
  }

  /** The same with the token itself. */
  static String send(JsonNode report, URI server, String token) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server)
            .timeout(DEADLINE)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(report.toString()))
            .build();
    try {
      HttpResponse<String> response =
          HttpClient.newBuilder()
              .connectTimeout(DEADLINE)
              .build()
              .send(request, HttpResponse.BodyHandlers.ofString());
      String said = response.body().strip();
      said = said.length() > SHOWN ? said.substring(0, SHOWN) + "…" : said;
      if (response.statusCode() / 100 != 2) {
        throw new InfraException(
            server + " answered " + response.statusCode() + ": " + said,
            "check the address and the token");
      }
      return said;
    } catch (IOException e) {
      throw new InfraException(
          server + " cannot be reached: " + e, "check the address and the network", e);
    }
  }
}
