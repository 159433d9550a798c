package dev.straddle.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.InfraException;
import dev.straddle.process.LineListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

  @TempDir private Path bin;

  @Test
  void programsAreLookedUpOnThePath() throws IOException {
    Files.createFile(
        bin.resolve("flex"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Files.createFile(bin.resolve("bison"));
    assertThat(new Doctor(bin.toString()).missing())
        .extracting(Need::name)
        .doesNotContain("flex")
        .contains("bison", "qemu-system-x86_64");
  }

  @Test
  void packagesAreNamedOnceEach() {
    List<Need> needs = List.of(new Need("ld", "binutils", ""), new Need("as", "binutils", ""));
    assertThat(Doctor.packages(needs)).containsExactly("binutils");
    assertThat(Doctor.command(needs)).endsWith(" binutils");
  }

  @Test
  void failedInstallationSaysWhatIsMissingAndWhatToType() {
    List<Need> impossible = List.of(new Need("frob", "no-such-package-as-this", "frobs"));
    assertThatThrownBy(() -> new Doctor(bin.toString()).install(impossible, LineListener.NONE))
        .isInstanceOf(InfraException.class)
        .hasMessageContaining("frob")
        .hasMessageContaining("apt-get install --no-install-recommends no-such-package-as-this");
  }
}
