package dev.straddle.kernel;

import dev.straddle.model.InfraException;
import dev.straddle.process.Command;
import dev.straddle.process.Result;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The compiler and linker that build kernels.
 *
 * @param description first lines of {@code gcc --version} and {@code ld --version}
 */
record Toolchain(String compiler, String linker) {

  String description() {
    return compiler + "; " + linker;
  }

  /**
   * Asks the tools for their versions, or remembers the answer while their files stay the same.
   *
   * @throws InfraException when one is missing
   */
  static Toolchain probe(Path cache) throws InterruptedException {
    Path gcc = find("gcc");
    Path ld = find("ld");
    try {
      Path memo =
          cache
              .resolve("toolchains")
              .resolve(new Digest().add("gcc", identity(gcc)).add("ld", identity(ld)).hex());
      if (!Files.exists(memo)) {
        String answer = firstLine(gcc) + "\n" + firstLine(ld) + "\n";
        CacheFiles.replace(memo, answer.getBytes(StandardCharsets.UTF_8));
      }
      var lines = Files.readAllLines(memo);
      return new Toolchain(lines.get(0), lines.get(1));
    } catch (IOException e) {
      throw CacheFiles.trouble("asking for the toolchain's version", e);
    }
  }

  private static String identity(Path tool) throws IOException {
    Path file = tool.toRealPath();
    return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
  }

  private static String firstLine(Path tool) throws InterruptedException {
    Result result = Command.of(tool.toString(), "--version").run();
    if (!result.ok() || result.tail().isEmpty()) {
      throw new InfraException(
          result.describe(), "repair the compiler, for example by reinstalling gcc and binutils");
    }
    return result.tail().get(0);
  }

  private static Path find(String name) {
    for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path file = Path.of(place, name);
      if (Files.isExecutable(file) && Files.isRegularFile(file)) {
        return file;
      }
    }
    throw new InfraException(
        "no '" + name + "' on PATH to build kernels with", "run ./straddle doctor --install");
  }
}
