package dev.straddle.kernel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFactsTest {

  @TempDir Path dir;

  @Test
  void readsTheSizeOfStructPageAndTheBuildId() throws Exception {
    Path image =
        compile(
            "struct page; struct holder { struct page *p; char page[80]; };\n"
                + "struct page { long flags[5]; int count, type; };\n"
                + "struct holder h; struct page p;\n",
            "-g");
    ImageFacts facts = ImageFacts.of(image);
    assertThat(facts.structPageSize()).isEqualTo(48);
    assertThat(facts.buildId()).matches("[0-9a-f]{40}");
  }

  @Test
  void saysWhatAnImageWithoutDebugInformationLacks() throws Exception {
    Path image = compile("struct page { long flags; } p;\n");
    assertThatThrownBy(() -> ImageFacts.of(image))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("DEBUG_INFO_DWARF");
  }

  @Test
  void namesTheFileThatWasGivenAndNotACopyOfIt() throws Exception {
    Path image = compile("struct page { long flags; } p;\n");
    Path given = Path.of("/boot/vmlinuz-6.1");
    assertThatThrownBy(() -> ImageFacts.of(image, given, "put its vmlinux beside it"))
        .hasMessageStartingWith("/boot/vmlinuz-6.1 does not define struct page")
        .hasMessageEndingWith("put its vmlinux beside it")
        .hasMessageNotContaining(image.toString());
  }

  private Path compile(String text, String... flags) throws Exception {
    Path source = Files.writeString(dir.resolve("a.c"), text + "int main(void) { return 0; }\n");
    Path image = dir.resolve("a.out");
    var argv = new java.util.ArrayList<>(java.util.List.of("gcc", "-Wl,--build-id"));
    argv.addAll(java.util.List.of(flags));
    argv.addAll(java.util.List.of("-o", image.toString(), source.toString()));
    assertThat(Command.of(argv).run().ok()).isTrue();
    return image;
  }
}
