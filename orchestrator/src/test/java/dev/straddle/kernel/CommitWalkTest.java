package dev.straddle.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.bisect.GitRepository;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.WorkEvent;
import dev.straddle.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits of one history, built one after the other in a tree that is moved in place. */
class CommitWalkTest {

  private final List<WorkEvent> events = Collections.synchronizedList(new ArrayList<>());

  @TempDir Path dir;
  private ToyKernel toy;
  private GitRepository repository;

  @BeforeEach
  void makesAHistory() throws Exception {
    toy = new ToyKernel(dir);
    toy.write("f3.c", "int f3(void) { return 33; }\n");
    commit("three");
    toy.write("f4.c", "int f4(void) { return not_written_yet; }\n");
    commit("broken");
    toy.write("f4.c", "int f4(void) { return 44; }\n");
    Files.delete(toy.tree.resolve("f9.c"));
    commit("four, and nine is gone");
    repository = GitRepository.open(toy.tree.toString(), toy.cache());
    repository.range("HEAD~3", "HEAD");
  }

  @Test
  void eachStepCompilesWhatDiffersAndNoMore() throws Exception {
    build("HEAD~3");
    assertThat(build("HEAD")).containsExactlyInAnyOrder("f3", "f4");
    assertThat(source().resolve("f9.c")).doesNotExist();
    assertThat(build("HEAD~2")).containsExactlyInAnyOrder("f4", "f9");
  }

  @Test
  void aCommitThatDoesNotBuildIsItsOwnFaultAndLeavesTheTreeFit() throws Exception {
    build("HEAD~3");
    assertThatThrownBy(() -> build("HEAD~1"))
        .isInstanceOfSatisfying(
            BuildFailedException.class,
            e -> assertThat(e.failure().message()).contains("not_written_yet"));
    assertThat(build("HEAD")).contains("f4");
  }

  @Test
  void aMoveThatWasKilledIsMadeAnew() throws Exception {
    build("HEAD~3");
    Path tree = source().getParent();
    Files.write(tree.resolve("moving"), new byte[0]);
    Files.delete(tree.resolve("commit"));
    Files.writeString(source().resolve("f3.c"), "half of a file that");
    Files.writeString(source().resolve("f99.c"), "of another commit");
    assertThat(events)
        .noneMatch(e -> e instanceof WorkEvent.StepStarted step && step.step().equals("clear"));
    assertThat(build("HEAD")).contains("f3", "f4");
    assertThat(source().resolve("f99.c")).doesNotExist();
    assertThat(Files.readString(source().resolve("f3.c"))).contains("33");
    assertThat(events)
        .contains(new WorkEvent.StepStarted("clear", "a checkout that was cut short"));
  }

  @Test
  void nothingThatTheRepositoryConfiguresIsRun() throws Exception {
    Path ran = dir.resolve("ran");
    git("config", "filter.evil.smudge", "touch " + ran + ";cat");
    toy.write(".gitattributes", "*.c filter=evil\n");
    commit("attributes");
    git("config", "core.fsmonitor", "touch " + ran);
    build("HEAD");
    assertThat(ran).doesNotExist();
  }

  private Path source() throws Exception {
    try (Stream<Path> trees = Files.list(toy.cache().resolve("trees"))) {
      return trees.findFirst().orElseThrow().resolve("source");
    }
  }

  /** The files that were compiled for it. */
  private List<String> build(String name) throws Exception {
    List<String> out = new ArrayList<>();
    Command.of("git", "-C", toy.tree.toString(), "rev-parse", name)
        .heardBy((channel, line) -> out.add(line))
        .run();
    KernelSpec like = toy.spec();
    KernelSpec.Variant variant = new KernelSpec.Variant("commit", "", List.of());
    KernelSpec spec =
        new KernelSpec(
            "toy",
            "",
            new KernelSource.Commit(repository.directory(), out.get(0)),
            like.config(),
            like.compiler(),
            List.of(variant),
            like.ages(),
            like.definedIn());
    KernelArtifact built = new KernelBuilder(toy.cache(), 2, events::add).build(spec, variant);
    assertThat(built.sourceVersion()).isEqualTo(out.get(0).substring(0, 12));
    return Files.readAllLines(toy.cache().resolve("logs/toy-commit.log")).stream()
        .filter(line -> line.startsWith("  CC "))
        .map(line -> line.replaceAll(" *CC *(.*)\\.o", "$1"))
        .toList();
  }

  private void commit(String message) throws Exception {
    git("add", "-A");
    git("commit", "-q", "-m", message);
  }

  private void git(String... words) throws Exception {
    List<String> argv = new ArrayList<>(List.of("git", "-C", toy.tree.toString()));
    argv.addAll(List.of("-c", "user.name=a", "-c", "user.email=a@b"));
    argv.addAll(List.of(words));
    assertThat(Command.of(argv).run().ok()).as(argv.toString()).isTrue();
  }
}
