package dev.straddle.kernel.compile;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.disk.Digest;
import dev.straddle.kernel.store.CacheTrouble;
import dev.straddle.model.Compiler;
import dev.straddle.model.Compiler.Family;
import dev.straddle.model.InfraException;
import dev.straddle.process.Command;
import dev.straddle.process.Result;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The compiler and linker that build kernels.
 *
 * @param asked which one the kernel asks for
 * @param compiler first line of its {@code --version}
 * @param linker first line of its {@code --version}
 */
public record Toolchain(Compiler asked, String compiler, String linker) {

  /** Variables of the kernel's make and the tools of LLVM that they name. */
  private static final Map<String, String> LLVM =
      Map.of(
          "LD", "ld.lld",
          "AR", "llvm-ar",
          "NM", "llvm-nm",
          "OBJCOPY", "llvm-objcopy",
          "OBJDUMP", "llvm-objdump",
          "READELF", "llvm-readelf",
          "STRIP", "llvm-strip");

  public String description() {
    return compiler + "; " + linker;
  }

  public boolean isClang() {
    return asked.family() == Family.CLANG;
  }

  /** What make is told of the tools. */
  public List<String> variables() {
    List<String> variables =
        new ArrayList<>(List.of("CC=ccache " + asked, "HOSTCC=ccache " + asked));
    if (isClang()) {
      variables.addAll(List.of("LLVM=1", "LLVM_IAS=1"));
      new TreeMap<>(LLVM).forEach((name, tool) -> variables.add(name + "=" + asked.program(tool)));
      variables.add("HOSTLD=" + asked.program("ld.lld"));
      variables.add("HOSTAR=" + asked.program("llvm-ar"));
    }
    return variables;
  }

  /** The flag that keeps a directory out of what the assembler writes; clang takes its own. */
  public String assemblerPrefixMap(String from, String to) {
    return (isClang() ? "-ffile-prefix-map=" : "-Wa,--debug-prefix-map=") + from + "=" + to;
  }

  /**
   * Asks the tools for their versions, or remembers the answer while their files stay the same.
   *
   * @throws InfraException when one is missing
   */
  public static Toolchain probe(Path cache, Compiler asked) throws InterruptedException {
    Path compiler = find(asked.toString(), asked);
    Path linker;
    if (asked.family() == Family.CLANG) {
      linker = find(asked.program("ld.lld"), asked);
      for (String tool : LLVM.values()) {
        find(asked.program(tool), asked);
      }
    } else {
      linker = find("ld", asked);
    }
    try {
      Path memo =
          cache
              .resolve("toolchains")
              .resolve(
                  new Digest().add("gcc", identity(compiler)).add("ld", identity(linker)).hex());
      if (Files.exists(memo)) {
        List<String> lines = Files.readAllLines(memo);
        return new Toolchain(asked, lines.get(0), lines.get(1));
      }
      Toolchain answer = new Toolchain(asked, firstLine(compiler), firstLine(linker));
      if (!Files.exists(cache) || Files.isWritable(cache)) {
        String lines = answer.compiler() + "\n" + answer.linker() + "\n";
        AtomicFiles.replace(memo, lines.getBytes(StandardCharsets.UTF_8));
      }
      return answer;
    } catch (IOException e) {
      throw CacheTrouble.of("asking for the toolchain's version", e);
    }
  }

  private static String identity(Path tool) throws IOException {
    Path file = tool.toRealPath();
    return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
  }

  private static String firstLine(Path tool) throws InterruptedException {
    Result result = Command.of(tool.toString(), "--version").run();
    if (!result.ok() || result.tail().isEmpty()) {
      throw new InfraException(result.describe(), "repair that program by installing it again");
    }
    return result.tail().get(0);
  }

  private static Path find(String name, Compiler asked) {
    for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path file = Path.of(place, name);
      if (Files.isExecutable(file) && Files.isRegularFile(file)) {
        return file;
      }
    }
    throw new InfraException(
        "no '" + name + "' on PATH to build kernels with",
        asked.equals(Compiler.USUAL) ? "run ./straddle doctor --install" : installing(asked));
  }

  private static String installing(Compiler asked) {
    List<String> packages =
        asked.family() == Family.GCC
            ? List.of(asked.toString())
            : List.of(asked.toString(), asked.program("lld"), asked.program("llvm"));
    return "sudo apt-get install --no-install-recommends "
        + String.join(" ", packages)
        + ", or name another compiler in 'toolchain:'";
  }
}
