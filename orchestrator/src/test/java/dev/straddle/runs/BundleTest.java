package dev.straddle.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.BadInputException;
import dev.straddle.model.InfraException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {

  @TempDir private Path scratch;
  private Path cache;
  private Path cell;
  private RunDirectory run;

  @BeforeEach
  void aRun() throws IOException {
    cache = Files.createDirectories(scratch.resolve("cache"));
    Path kernel = Files.createDirectories(cache.resolve("kernels/abc"));
    Files.writeString(kernel.resolve("vmlinux"), "kernel");
    run = RunDirectory.create(scratch.resolve("runs"), "one");
    Files.writeString(run.path().resolve("plan.json"), "{}");
    cell = Files.createDirectories(run.path().resolve("cells/k_v_g"));
    Files.writeString(cell.resolve("pmem0.img"), "image");
  }

  @Test
  void aFileThatCannotBeTheBundleIsRefused() throws IOException {
    Path there = Files.writeString(scratch.resolve("there.tar.gz"), "");
    for (Path file :
        List.of(there, scratch.resolve("nosuch/run.tar.gz"), run.path().resolve("run.tar.gz"))) {
      assertThatThrownBy(() -> Bundle.write(run, cache, file))
          .isInstanceOf(BadInputException.class);
    }
    Path good = scratch.resolve("good.tar.gz");
    assertThat(Bundle.write(run, cache, good)).isEmpty();
    assertThat(unpacked(Files.readAllBytes(good))).containsKey("one/plan.json");
    assertThat(Files.list(scratch).map(f -> f.getFileName().toString()))
        .noneMatch(name -> name.endsWith("unfinished"));
  }

  @Test
  void nothingIsLeftOfOneThatWasStopped() throws IOException {
    Path file = scratch.resolve("run.tar.gz");
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> Bundle.write(run, cache, file))
        .isInstanceOf(InfraException.class)
        .hasMessageStartingWith("stopped; nothing was written");
    assertThat(Thread.interrupted()).isFalse();
    assertThat(scratch).isDirectoryNotContaining(f -> f.toString().contains("run.tar.gz"));
  }

  @Test
  void scriptsNameWhatIsTakenAlongRelativeToThemselves() throws IOException {
    script(
        "-kernel " + cache + "/kernels/abc/vmlinux -object mem-path=" + cell + "/pmem0.img,size=1");

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(Bundle.write(run, cache, out)).isEmpty();

    Map<String, String> files = unpacked(out.toByteArray());
    assertThat(files).containsEntry("one/artefacts/kernels/abc/vmlinux", "kernel");
    assertThat(files.get("one/cells/k_v_g/qemu.sh"))
        .contains("cd \"$(dirname \"$0\")\" || exit 1\nexec qemu")
        .contains("-kernel ../../artefacts/kernels/abc/vmlinux -object")
        .contains("mem-path=pmem0.img,size=1")
        .doesNotContain(scratch.toString());
  }

  @Test
  void whatIsGoneIsToldAndWhatIsElsewhereStays() throws IOException {
    Path secret = Files.writeString(scratch.resolve("secret"), "not yours");
    script("-kernel " + cache + "/kernels/gone/vmlinux -initrd " + secret);

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(Bundle.write(run, cache, out)).isEqualTo(List.of(cache + "/kernels/gone/vmlinux"));

    assertThat(unpacked(out.toByteArray()).values()).doesNotContain("not yours");
  }

  private void script(String words) throws IOException {
    Files.writeString(
        cell.resolve("qemu.sh"), "#!/bin/sh\n# Repeats it\nexec qemu " + words + "\n");
  }

  private static Map<String, String> unpacked(byte[] archive) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new GzipCompressorInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        files.put(e.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }
}
