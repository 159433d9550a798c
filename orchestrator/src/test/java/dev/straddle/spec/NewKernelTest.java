package dev.straddle.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.BadInputException;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.PatchSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewKernelTest {

  private static final Path SHIPPED = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path scratch;
  private Library library;
  private Path series;

  @BeforeEach
  void ownFolder() throws IOException {
    library = new Library(SHIPPED, Optional.of(scratch.resolve("own")));
    series = Files.createFile(scratch.resolve("it's mine.mbox"));
    Files.createFile(scratch.resolve("Kbuild"));
    Files.createFile(scratch.resolve(".git"));
  }

  @Test
  void itIsWrittenAmongTheUsersOwnAndFoundBesideTheShippedOnes() throws IOException {
    NewKernel mine = new NewKernel("mine", directory(), Optional.of(series), false);
    assertThat(mine.write(library))
        .containsExactly(
            scratch.resolve("own/kernels/mine.yaml"), scratch.resolve("own/matrices/mine.yaml"));

    KernelSpec kernel = library.all().kernel("mine").orElseThrow();
    assertThat(kernel.source()).isEqualTo(new KernelSource.Directory(scratch));
    assertThat(kernel.variant("unpatched").orElseThrow().series()).isEmpty();
    assertThat(kernel.variant("patched").orElseThrow().series())
        .containsExactly(new PatchSource.Files(series, false));
    MatrixSpec matrix = library.all().matrices().get("mine").spec().orElseThrow();
    assertThat(matrix.kernels()).containsExactly("mine");
    assertThat(matrix.guests()).containsKey("pgd-straddle");
    assertThat(Specs.problems(library.all())).isEmpty();
    assertThatThrownBy(() -> mine.write(library)).isInstanceOf(BadInputException.class);
  }

  @Test
  void theSeriesIsTakenOffATreeThatHasIt() throws IOException {
    new NewKernel(
            "mine",
            new NewKernel.Commit("https://example.org/l.git", "v6.12"),
            Optional.of(series),
            true)
        .write(library);
    KernelSpec kernel = library.all().kernel("mine").orElseThrow();
    assertThat(kernel.source())
        .isEqualTo(new KernelSource.Git("https://example.org/l.git", "v6.12"));
    assertThat(kernel.variant("unpatched").orElseThrow().series())
        .containsExactly(new PatchSource.Files(series, true));
    assertThat(kernel.variant("patched").orElseThrow().series()).isEmpty();
  }

  @Test
  void aTreeAsItIsNeedsNoSeriesAndHasNoMatrix() throws IOException {
    assertThat(new NewKernel("tree", directory(), Optional.empty(), false).write(library))
        .containsExactly(scratch.resolve("own/kernels/tree.yaml"));
    assertThat(library.all().kernel("tree").orElseThrow().variant(NewKernel.AS_IT_IS)).isPresent();
  }

  @Test
  void aFaultyOneIsNotLeftBehind() {
    NewKernel faulty =
        new NewKernel(
            "bad", new NewKernel.Commit("https://example.org/l.git", ""), Optional.empty(), false);
    assertThatThrownBy(() -> faulty.write(library)).isInstanceOf(BadSpecException.class);
    assertThat(scratch.resolve("own/kernels/bad.yaml")).doesNotExist();
  }

  private NewKernel.Source directory() {
    return new NewKernel.Tree(scratch);
  }
}
