package dev.straddle.findings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A console log under a header of expectations.
 *
 * @param title empty where nothing may be reported
 */
record CorpusFile(
    String name,
    String title,
    List<String> alternatives,
    String type,
    String frame,
    boolean corrupted,
    boolean panicked,
    String start,
    String end,
    byte[] log) {

  static CorpusFile read(Path file) throws IOException {
    String text =
        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).replace("\r", "");
    int at = text.startsWith("\n") ? 1 : 0;
    List<String> alternatives = new ArrayList<>();
    String title = "";
    String type = "";
    String frame = "";
    String start = "";
    String end = "";
    boolean corrupted = false;
    boolean panicked = false;
    while (at < text.length()) {
      int feed = text.indexOf('\n', at);
      int lineEnd = feed < 0 ? text.length() : feed;
      String line = text.substring(at, lineEnd);
      at = Math.min(lineEnd + 1, text.length());
      if (line.isEmpty()) {
        break;
      }
      int colon = line.indexOf(':');
      if (line.startsWith("#") || colon < 0) {
        continue;
      }
      String value = line.substring(colon + 1).trim();
      switch (line.substring(0, colon)) {
        case "TITLE" -> title = value;
        case "ALT" -> alternatives.add(value);
        case "TYPE" -> type = value;
        case "FRAME" -> frame = value;
        case "CORRUPTED" -> corrupted = value.equals("Y");
        case "PANICKED" -> panicked = value.equals("Y");
        case "START" -> start = line.substring(7);
        case "END" -> end = line.substring(5);
        default -> {}
      }
    }
    int extract = text.indexOf("\n\nREPORT:\n", Math.max(0, at - 1));
    String log = extract < 0 ? text.substring(at) : text.substring(at, extract + 1);
    alternatives.sort(null);
    return new CorpusFile(
        file.getFileName().toString(),
        title,
        alternatives,
        type,
        frame,
        corrupted,
        panicked,
        start,
        end,
        log.getBytes(StandardCharsets.ISO_8859_1));
  }
}
