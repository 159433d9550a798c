package dev.straddle.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.image.ElfFile;
import dev.straddle.model.InfraException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HostProgramsTest {

  @Test
  void aProgramComesWithEveryLibraryThatItOrAnyOfThemNeeds() throws Exception {
    Userland userland = HostPrograms.find(List.of("git"));
    assertThat(userland.programs()).containsKeys("bin/git", "lib64/ld-linux-x86-64.so.2");
    for (Path file : userland.programs().values()) {
      assertThat(file).isRegularFile();
      for (String library : ElfFile.read(file).needed()) {
        assertThat(userland.programs().keySet())
            .anyMatch(name -> name.matches("lib(64)?/" + Pattern.quote(library)));
      }
    }
    assertThat(userland.packages()).hasSize(1).first().asString().contains("git of the host");
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> HostPrograms.find(List.of("no-such-program")))
        .isInstanceOf(InfraException.class)
        .hasMessageContaining("no-such-program");
  }
}
