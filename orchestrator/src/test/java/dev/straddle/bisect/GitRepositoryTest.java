package dev.straddle.bisect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.Ages;
import dev.straddle.model.Compiler;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitRepositoryTest {

  @TempDir Path directory;

  private Path tree;
  private GitRepository repository;

  @BeforeEach
  void makesAHistoryWithAMerge() throws Exception {
    tree = Files.createDirectory(directory.resolve("linux"));
    git("init", "-q", "-b", "main");
    commit("a.c", "int a;\n", "a: begin");
    commit("a.c", "int a;\nint b;\n", "a: add b");
    git("checkout", "-q", "-b", "side");
    commit("side.c", "int side;\n", "side: a file");
    git("checkout", "-q", "main");
    commit("c.c", "int c;\n", "c: a file\twith a tab");
    git("merge", "-q", "--no-edit", "side");
    commit("a.c", "int a;\nint b;\nint d;\n", "a: add d");
    repository = GitRepository.open(tree.toString(), directory.resolve("cache"));
  }

  @Test
  void aWorkTreeHasAHistoryAndAnotherDirectoryHasNone() throws Exception {
    assertThat(GitRepository.isThere(tree.toString())).isTrue();
    assertThat(GitRepository.isThere(directory.toString())).isFalse();
    assertThat(GitRepository.isThere(directory.resolve("nowhere").toString())).isFalse();
  }

  @Test
  void listsARangeWithItsMerge() throws Exception {
    GitRepository.Range range = repository.range("main~3", "main");
    assertThat(range.fork()).isEmpty();
    assertThat(range.commits())
        .extracting(Commit::subject)
        .startsWith("a: add b")
        .contains("side: a file", "c: a file\twith a tab")
        .endsWith("Merge branch 'side'", "a: add d");
    Commit merge = range.commits().get(range.commits().size() - 2);
    assertThat(merge.parents()).hasSize(2);
  }

  @Test
  void whatAMergeBroughtIsTakenIntoARangeOfFirstParents() throws Exception {
    List<Commit> first = repository.back("main", 10).commits();
    assertThat(first).extracting(Commit::subject).doesNotContain("side: a file");
    Question question =
        new Question(
            Question.Over.COMMITS,
            Optional.empty(),
            "main",
            "k/v",
            "guest",
            List.of(),
            0.01,
            Optional.empty(),
            false,
            Instant.EPOCH);
    Journal journal = Journal.of(question, first, Optional.empty());
    String merge = head("main~1");
    Journal opened = Insides.opened(journal, repository.inside(merge)).orElseThrow();
    List<Commit> all = opened.commits();
    assertThat(all)
        .extracting(Commit::subject)
        .containsExactly(
            "a: begin",
            "a: add b",
            "c: a file\twith a tab",
            "side: a file",
            "Merge branch 'side'",
            "a: add d");
    assertThat(all.subList(1, 6))
        .extracting(Commit::parents)
        .containsExactly(List.of(0), List.of(1), List.of(1), List.of(2, 3), List.of(4));
    assertThat(Insides.opened(opened, repository.inside(merge))).as("nothing new").isEmpty();
    assertThat(Insides.opened(journal, repository.inside(head("main")))).as("no merge").isEmpty();
  }

  @Test
  void agesOfAHistoryAskForAnotherCompilerAndAFixOfTheBuild() throws Exception {
    String breaks = head("main~3");
    commit("mend.h", "/* built again */\n", "a: mend the build");
    String mends = head("main");
    Ages ages =
        new Ages(
            List.of(new Ages.Toolchain(head("main~1"), Compiler.parse("gcc-10"))),
            List.of(new Ages.Fix(breaks, mends)));
    KernelSpec.Variant plain = new KernelSpec.Variant("plain", "", List.of());
    KernelSpec spec =
        new KernelSpec(
            "linux",
            "",
            new KernelSource.Git(tree.toString(), "main"),
            Optional.empty(),
            Compiler.USUAL,
            List.of(plain),
            Ages.NONE,
            Path.of("linux.yaml"));
    CommitTargets targets = new CommitTargets(repository, spec, plain, ages);
    assertThat(targets.kernel(mends).spec())
        .extracting(KernelSpec::compiler, KernelSpec::source)
        .containsExactly(Compiler.USUAL, new KernelSource.Commit(repository.directory(), mends));
    KernelSpec before = targets.kernel(head("main~1")).spec();
    assertThat(before.compiler()).isEqualTo(Compiler.USUAL);
    assertThat(show(before, "a.c")).endsWith("int d;\n");
    assertThat(show(before, "mend.h")).isEqualTo("/* built again */\n");
    assertThat(targets.kernel(head("main~2")).spec().compiler()).hasToString("gcc-10");
    String begin = head("main~4^");
    assertThat(targets.kernel(begin).spec().source())
        .as("what does not have the break needs no fix")
        .isEqualTo(new KernelSource.Commit(repository.directory(), begin));
    Ages.Fix late = new Ages.Fix(begin, head("main~1"));
    CommitTargets conflict =
        new CommitTargets(repository, spec, plain, new Ages(List.of(), List.of(late)));
    assertThatThrownBy(() -> conflict.kernel(begin))
        .isInstanceOf(Targets.CannotBeMade.class)
        .hasMessageContaining("the known fix of its build, " + late.by().substring(0, 12))
        .hasMessageContaining("conflicts in a.c");
  }

  private String show(KernelSpec spec, String file) throws Exception {
    String commit = ((KernelSource.Commit) spec.source()).commit();
    return run(List.of("git", "--git-dir=" + repository.directory(), "show", commit + ":" + file));
  }

  @Test
  void aGoodEndOnAnotherBranchHasAMergeBase() throws Exception {
    git("checkout", "-q", "-b", "stable", "main~3");
    commit("fix.c", "int fix;\n", "stable: fix");
    GitRepository.Range range = repository.range("stable", "main");
    assertThat(range.fork().orElseThrow().subject()).isEqualTo("stable: fix");
    assertThat(range.commits().get(0).subject()).isEqualTo("a: add b");
  }

  @Test
  void endsThatMakeNoRangeAreRefusedInWords() {
    assertThatThrownBy(() -> repository.range("main", "main~1"))
        .hasMessageContaining("main~1 is an ancestor of main");
    assertThatThrownBy(() -> repository.range("main", "main"))
        .hasMessageContaining("the same commit");
    assertThatThrownBy(() -> repository.range("nowhere", "main"))
        .hasMessageContaining("no commit 'nowhere'");
    assertThatThrownBy(() -> repository.range("--output=/tmp/x", "main"))
        .hasMessageContaining("no commit");
  }

  @Test
  void takesACommitOutOfTheTip() throws Exception {
    GitRepository.Reverted reverted = repository.without(head("main"), head("main~1^2"));
    assertThat(reverted.commit()).isPresent();
    assertThat(files(reverted.commit().orElseThrow())).containsExactly("a.c", "c.c");
    assertThat(repository.without(head("main"), head("main~3")).commit()).isEmpty();
    assertThat(repository.without(head("main"), head("main~3")).reason()).contains("a.c");
    assertThat(repository.without(head("main"), head("main~1")).reason()).contains("merge");
  }

  @Test
  void theUsersRepositoryIsLeftAsItIsAndNothingOfItIsRun() throws Exception {
    Path ran = directory.resolve("ran");
    String evil = "touch " + ran + ";cat";
    git("config", "core.fsmonitor", evil);
    git("config", "filter.evil.smudge", evil);
    git("config", "core.sshCommand", evil);
    git("config", "log.showSignature", "true");
    git("config", "gpg.program", evil);
    for (String hook : List.of("post-checkout", "reference-transaction", "post-index-change")) {
      Path file = tree.resolve(".git/hooks").resolve(hook);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "#!/bin/sh\n" + evil + "\n");
      file.toFile().setExecutable(true);
    }
    List<String> before = snapshot();
    repository.range("main~3", "main");
    repository.without(head("main"), head("main~1^2"));
    repository.show(head("main"));
    assertThat(ran).doesNotExist();
    assertThat(snapshot()).isEqualTo(before);
  }

  @Test
  void aLogThatGitReplays() throws Exception {
    GitRepository.Range range = repository.range("main~3", "main");
    List<Commit> commits = range.commits();
    Journal journal =
        Journal.of(
            new Question(
                Question.Over.COMMITS,
                Optional.of("main~3"),
                "main",
                "linux/plain",
                "guest",
                List.of(),
                0.01,
                Optional.empty(),
                false,
                Instant.EPOCH),
            commits,
            Optional.empty());
    String culprit = head("main~1^2");
    for (int i = 0; i < 12; i++) {
      for (Commit commit : commits) {
        boolean bad = commit.id().equals(culprit) || commits.indexOf(commit) >= 3;
        journal =
            journal.plus(
                new Trial(
                    commit.id(),
                    bad ? Trial.Said.SHOWN : Trial.Said.NOT_SHOWN,
                    "",
                    "",
                    Duration.ZERO));
      }
    }
    int place = commits.stream().map(Commit::id).toList().indexOf(culprit);
    assertThat(place).isPositive();
    Path log = directory.resolve("log");
    Files.writeString(log, BisectLog.of(journal));
    assertThat(git("bisect", "replay", log.toString())).contains("is the first bad commit");
  }

  private List<String> snapshot() throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted().toList()) {
        all.add(file + " " + Files.getLastModifiedTime(file));
      }
    }
    return all;
  }

  private List<String> files(String commit) throws Exception {
    return run(List.of(
            "git", "--git-dir=" + repository.directory(), "ls-tree", "--name-only", commit))
        .lines()
        .toList();
  }

  private String head(String name) throws Exception {
    return git("rev-parse", name).strip();
  }

  private void commit(String file, String content, String message) throws Exception {
    Files.writeString(tree.resolve(file), content);
    git("add", file);
    git("commit", "-q", "-m", message);
  }

  private String git(String... words) throws Exception {
    List<String> argv = new ArrayList<>(List.of("git", "-C", tree.toString()));
    argv.addAll(List.of("-c", "user.name=a", "-c", "user.email=a@b", "-c", "core.fsmonitor="));
    Collections.addAll(argv, words);
    return run(argv);
  }

  private static String run(List<String> argv) throws Exception {
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", argv) + "\n" + out).isZero();
    return out;
  }
}
