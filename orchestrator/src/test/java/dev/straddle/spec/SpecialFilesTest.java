package dev.straddle.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipes, devices and folders where a file is due are said to be that, and never read. */
@Timeout(60)
class SpecialFilesTest {

  private static final String KERNEL =
      """
      description: a kernel
      source:
        directory: {path: tree}
      config:
        base: defconfig
        fragments: [FRAGMENT]
      variants:
        patched: {description: x, series: [SERIES]}
      """;

  @TempDir Path dir;

  @BeforeEach
  void make() throws Exception {
    Files.createDirectories(dir.resolve("tree"));
    Files.createDirectories(dir.resolve("folder"));
    Files.writeString(dir.resolve("file"), "x\n");
    assertThat(new ProcessBuilder("mkfifo", dir.resolve("pipe").toString()).start().waitFor())
        .isZero();
    Files.createSymbolicLink(dir.resolve("link"), dir.resolve("pipe"));
  }

  @ParameterizedTest
  @CsvSource({
    "pipe, is a pipe or a device",
    "link, is a pipe or a device",
    "/dev/zero, is a pipe or a device",
    "folder, is a folder",
    "missing, does not exist"
  })
  void noFragmentAndNoProbe(String name, String why) throws IOException {
    assertThat(problems(KERNEL.replace("FRAGMENT", name).replace("SERIES", "file")))
        .anyMatch(p -> p.contains(":6:") && p.contains("'" + name + "' " + why));
    assertThat(problems(KERNEL.replace("base: defconfig", "base: {file: " + name + "}")))
        .anyMatch(p -> p.contains(":5:") && p.contains("'" + name + "' " + why));
    Path guest = Files.writeString(dir.resolve("guest.yaml"), "description: x\nprobe: " + name);
    assertThat(GuestReader.read(guest, dir).problems())
        .anyMatch(p -> p.toString().contains("'" + name + "' " + why));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipe", "link", "/dev/zero"})
  void noSeries(String name) throws IOException {
    assertThat(problems(KERNEL.replace("FRAGMENT", "file").replace("SERIES", name)))
        .anyMatch(p -> p.contains(":8:") && p.contains("is a pipe or a device"));
  }

  @Test
  void noFileOfAnySize() throws IOException {
    try (var file = new java.io.RandomAccessFile(dir.resolve("large").toFile(), "rw")) {
      file.setLength(17L << 20);
    }
    assertThat(problems(KERNEL.replace("FRAGMENT", "large").replace("SERIES", "file")))
        .anyMatch(p -> p.contains("'large' is larger than 16MiB"));
  }

  @Test
  void noTreeThatIsAFile() throws IOException {
    assertThat(problems(KERNEL.replace("path: tree", "path: file")))
        .anyMatch(p -> p.contains("'file' is no folder"));
  }

  @Test
  void noSpecificationThatIsAPipe() {
    assertThat(GuestReader.read(dir.resolve("pipe"), dir).problems())
        .anyMatch(p -> p.toString().contains("no file that can be read to its end"));
  }

  private List<String> problems(String kernel) throws IOException {
    Path file = Files.writeString(dir.resolve("kernel.yaml"), kernel);
    return KernelReader.read(file, dir).problems().stream().map(Problem::toString).toList();
  }
}
