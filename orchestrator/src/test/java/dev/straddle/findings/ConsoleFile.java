package dev.straddle.findings;

import dev.straddle.model.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A guest's console on disk. */
public final class ConsoleFile {

  private ConsoleFile() {}

  /** What it holds, in the order of the first lines. */
  public static List<Finding> findings(Path console) throws IOException {
    FindingParser parser = FindingParser.standard();
    byte[] bytes = Files.readAllBytes(console);
    parser.accept(bytes, 0, bytes.length);
    return parser.finish();
  }
}
