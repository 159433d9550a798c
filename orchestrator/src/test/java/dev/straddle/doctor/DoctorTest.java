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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    Doctor doctor = new Doctor(bin.toString());
    assertThat(doctor.packages(needs)).containsExactly("binutils");
    assertThat(doctor.command(needs)).endsWith(" binutils");
  }

  @ParameterizedTest
  @CsvSource({
    "apt-get, libelf-dev, sudo apt-get install --no-install-recommends libelf-dev",
    "dnf, elfutils-libelf-devel, sudo dnf install elfutils-libelf-devel",
    "pacman, libelf, sudo pacman -S --needed libelf",
    "none, libelf-dev, by this system's package manager install what Debian calls libelf-dev"
  })
  void packagesAreCalledAsOnThisSystem(String manager, String name, String command)
      throws IOException {
    program(manager);
    Doctor doctor = new Doctor(bin.toString());
    List<Need> needs =
        doctor.needs().stream().filter(n -> n.name().equals("/usr/include/libelf.h")).toList();
    assertThat(doctor.packages(needs)).containsExactly(name);
    assertThat(doctor.command(needs)).isEqualTo(command);
    assertThat(doctor.installs()).isEqualTo(manager.equals("apt-get"));
    assertThat(doctor.needs().stream().map(Need::name).anyMatch("dpkg-deb"::equals))
        .isEqualTo(manager.equals("apt-get"));
    assertThat(doctor.needs().stream().map(Need::name).anyMatch("busybox"::equals))
        .isNotEqualTo(manager.equals("apt-get"));
  }

  @Test
  void withoutAptNothingIsInstalledAndTheCommandToTypeIsSaid() throws IOException {
    program("dnf");
    Doctor doctor = new Doctor(bin.toString());
    assertThatThrownBy(() -> doctor.install(doctor.missing(), LineListener.NONE))
        .isInstanceOf(InfraException.class)
        .hasMessageContaining("sudo dnf install qemu-system-x86-core make gcc ");
  }

  private void program(String name) throws IOException {
    Files.createFile(
        bin.resolve(name),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
  }

  @Test
  void failedInstallationSaysWhatIsMissingAndWhatToType() {
    List<Need> impossible = List.of(new Need("frob", "no-such-package-as-this", "frobs"));
    assertThatThrownBy(
            () -> new Doctor(System.getenv("PATH")).install(impossible, LineListener.NONE))
        .isInstanceOf(InfraException.class)
        .hasMessageContaining("frob")
        .hasMessageContaining("apt-get install --no-install-recommends no-such-package-as-this");
  }
}
