package dev.straddle.kernel.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.kernel.series.Series;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.PatchSource;
import dev.straddle.process.Command;
import dev.straddle.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking at a repository runs nothing of it. */
class HostileRepositoryTest {

  @TempDir Path dir;
  private Path repository;
  private Path marker;
  private Path trap;

  @BeforeEach
  void makeRepository() throws Exception {
    repository = Files.createDirectories(dir.resolve("linux"));
    marker = dir.resolve("ran");
    trap = dir.resolve("trap");
    Files.writeString(trap, "#!/bin/sh\necho \"$0 $*\" >>" + marker + "\ncat\n");
    Files.setPosixFilePermissions(trap, PosixFilePermissions.fromString("rwxr-xr-x"));
    sh("git init -q -b main . && mkdir mm && echo 'int a;' >mm/a.c && echo 'V = 6' >Makefile");
    sh("git add -A && git commit -qm first && git tag v1 && echo 'int b;' >>mm/a.c");
    sh("git commit -qam second && git tag v2");
    sh("git init -q -b main sub && cd sub && echo x >x && git add x && git commit -qm sub");
    sh("git -c protocol.file.allow=always submodule --quiet add ./sub sub; git commit -qm sub");
    Files.writeString(repository.resolve(".git/info/attributes"), "* filter=evil diff=evil\n");
    for (String config :
        List.of(
            "core.fsmonitor TRAP",
            "core.fsmonitorHookVersion 2",
            "core.hooksPath HOOKS",
            "core.sshCommand TRAP",
            "core.pager TRAP",
            "pager.diff TRAP",
            "filter.evil.clean TRAP",
            "filter.evil.smudge TRAP",
            "filter.evil.process TRAP",
            "diff.external TRAP",
            "diff.evil.command TRAP",
            "diff.evil.textconv TRAP",
            "gpg.program TRAP",
            "log.showSignature true",
            "tar.tar.command TRAP",
            "format.pretty format:%G?",
            "status.submoduleSummary true")) {
      String[] words = config.split(" ", 2);
      sh(
          "git config "
              + words[0]
              + " '"
              + words[1].replace("TRAP", trap.toString()).replace("HOOKS", dir + "/hooks")
              + "'");
      sh("git -C sub config core.fsmonitor " + trap);
    }
    Path hooks = Files.createDirectories(dir.resolve("hooks"));
    for (String hook : List.of("post-index-change", "post-checkout", "reference-transaction")) {
      Files.createSymbolicLink(hooks.resolve(hook), trap);
    }
    Files.writeString(repository.resolve("mm/a.c"), "int changed;\n");
    Files.deleteIfExists(marker);
  }

  @Test
  void theTrapWorks() throws Exception {
    Command.of("git", "status").in(repository).run();
    assertThat(marker).exists();
  }

  @Test
  void aDirectoryIsCopied() throws Exception {
    Origin origin = origin(new KernelSource.Directory(repository));
    Origin.Id id = origin.known().orElseThrow();
    origin.bring(id, tree(id));
    assertThat(tree(id).resolve("source/mm/a.c")).hasContent("int changed;\n");
    assertThat(id.version()).endsWith("with uncommitted changes in mm/a.c");
    assertThat(marker).doesNotExist();
  }

  @Test
  void aCommitIsExported() throws Exception {
    Origin origin = origin(new KernelSource.Git(repository.toString(), "v2"));
    Origin.Id id = origin.known().orElseThrow();
    origin.bring(id, tree(id));
    assertThat(tree(id).resolve("source/mm/a.c")).hasContent("int a;\nint b;\n");
    assertThat(marker).doesNotExist();
  }

  @Test
  void aRangeIsRead() throws Exception {
    Series series =
        Series.read(
            new KernelSpec.Variant(
                "v", "", List.of(new PatchSource.GitRange(repository, "v1..v2", false))));
    assertThat(series.paths()).containsExactly("mm/a.c");
    assertThat(marker).doesNotExist();
  }

  @Test
  void anObjectThatIsMissingIsNotFetchedByAProgramOfTheRepository() throws Exception {
    sh("git config core.repositoryFormatVersion 1; git config extensions.partialClone evil");
    sh("git config remote.evil.url " + dir + "; git config remote.evil.promisor true");
    sh("git config remote.evil.uploadpack " + trap);
    sh("rm -f .git/objects/$(git rev-parse v2:mm/a.c | sed 's,^..,&/,')");
    Files.deleteIfExists(marker);
    Origin origin = origin(new KernelSource.Git(repository.toString(), "v2"));
    Origin.Id id = origin.known().orElseThrow();

    assertThatThrownBy(() -> origin.bring(id, tree(id))).isInstanceOf(InfraException.class);

    assertThat(marker).doesNotExist();
  }

  @Test
  void aWorkTreeElsewhereIsNotRead() throws Exception {
    sh("git config core.worktree " + Files.createDirectories(dir.resolve("secrets")));
    assertThatThrownBy(() -> origin(new KernelSource.Directory(repository)).known())
        .isInstanceOf(InfraException.class)
        .hasMessageContaining("belongs to a repository of");
  }

  @Test
  void nothingOfTheRepositoryChanges() throws Exception {
    String before = state();
    aDirectoryIsCopied();
    aCommitIsExported();
    assertThat(state()).isEqualTo(before);
  }

  private String state() throws InterruptedException {
    return String.join(
        "\n",
        Command.of("sh", "-c", "find .git -type f -exec sha256sum {} + | sort")
            .in(repository)
            .run()
            .tail());
  }

  private Origin origin(KernelSource source) {
    return new Sources(dir.resolve("cache"), event -> {}).of(source);
  }

  private Path tree(Origin.Id id) {
    return new Sources(dir.resolve("cache"), event -> {}).tree(id);
  }

  private void sh(String script) throws IOException, InterruptedException {
    Result result =
        Command.of("sh", "-ec", script)
            .in(repository)
            .with(
                Map.of(
                    "GIT_CONFIG_GLOBAL", "/dev/null",
                    "GIT_AUTHOR_NAME", "a",
                    "GIT_AUTHOR_EMAIL", "a@example.org",
                    "GIT_COMMITTER_NAME", "a",
                    "GIT_COMMITTER_EMAIL", "a@example.org"))
            .run();
    assertThat(result.ok()).as(result.describe()).isTrue();
  }
}
