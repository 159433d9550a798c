package dev.straddle.kernel.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.disk.Digest;
import dev.straddle.kernel.series.PatchedTree;
import dev.straddle.kernel.series.Series;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelSource;
import dev.straddle.process.Command;
import dev.straddle.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginsTest {

  @TempDir Path dir;
  private Path repository;
  private Path cache;

  @BeforeEach
  void makeRepository() throws Exception {
    cache = dir.resolve("cache");
    repository = Files.createDirectories(dir.resolve("linux"));
    git("init", "-q", "-b", "main");
    write("Makefile", "VERSION = 6\n");
    write("mm/a.c", "int a;\n");
    write(".gitignore", "*.o\n");
    git("add", "-A");
    git("commit", "-q", "-m", "first");
    git("tag", "v1");
  }

  @Test
  void aCommitOfALocalRepositoryIsExportedAndTheRepositoryLeftAlone() throws Exception {
    write("mm/a.c", "int changed;\n");
    String before = git("status", "--porcelain") + git("worktree", "list");
    Origin origin = origin(new KernelSource.Git(repository.toString(), "v1"));
    Origin.Id id = origin.known().orElseThrow();
    Path tree = tree(id);
    origin.bring(id, tree);
    assertThat(tree.resolve("source/mm/a.c")).hasContent("int a;\n");
    assertThat(id.version()).startsWith("v1 (");
    assertThat(git("status", "--porcelain") + git("worktree", "list")).isEqualTo(before);
  }

  @Test
  void aRemoteCommitIsFetchedOnceAndAskedForAgainOnlyWhenForgotten() throws Exception {
    Origin origin = origin(new KernelSource.Git("file://" + repository, "main"));
    assertThat(origin.known()).isEmpty();
    Origin.Id first = origin.resolve();
    origin.bring(first, tree(first));
    assertThat(tree(first).resolve("source/Makefile")).exists();
    git("commit", "-q", "--allow-empty", "-m", "second");
    assertThat(origin.known()).contains(first);
    origin.forget();
    assertThat(origin.known()).isEmpty();
    assertThat(origin.resolve()).isNotEqualTo(first);
  }

  @Test
  void aRefThatIsNotThereIsSaidSo() {
    assertThatThrownBy(() -> origin(new KernelSource.Git(repository.toString(), "v9")).resolve())
        .isInstanceOf(InfraException.class)
        .hasMessageContaining("name a commit that " + repository + " has");
  }

  @Test
  void aTarballIsUnpackedOnlyIfItsChecksumIsRight() throws Exception {
    Path tar = dir.resolve("linux.tar.gz");
    git("archive", "--prefix=linux-1/", "-o", tar.toString(), "v1");
    String sha256 = Digest.ofFile(tar);
    Origin good = origin(new KernelSource.Tarball(tar.toString(), sha256));
    Origin.Id id = good.known().orElseThrow();
    good.bring(id, tree(id));
    assertThat(tree(id).resolve("source/mm/a.c")).hasContent("int a;\n");

    Origin bad = origin(new KernelSource.Tarball(tar.toString(), "0".repeat(64)));
    Origin.Id badId = bad.known().orElseThrow();
    assertThatThrownBy(() -> bad.bring(badId, tree(badId)))
        .isInstanceOf(InfraException.class)
        .hasMessageContaining("has the SHA-256 " + sha256);
    assertThat(tree(badId)).doesNotExist();
  }

  @Test
  void aTarballCutShortLeavesNothing() throws Exception {
    Path tar = dir.resolve("linux.tar.gz");
    git("archive", "--prefix=linux-1/", "-o", tar.toString(), "v1");
    byte[] whole = Files.readAllBytes(tar);
    Files.write(tar, java.util.Arrays.copyOf(whole, whole.length / 2));
    Origin origin = origin(new KernelSource.Tarball(tar.toString(), Digest.ofFile(tar)));
    Origin.Id id = origin.known().orElseThrow();
    assertThatThrownBy(() -> origin.bring(id, tree(id))).isInstanceOf(IOException.class);
    assertThat(cache.resolve("trees")).isEmptyDirectory();
  }

  @Test
  void aDirectoryIsCopiedAsItStandsAndItsChangesAreNamed() throws Exception {
    write("mm/a.c", "int changed;\n");
    write("mm/new.c", "int fresh;\n");
    write("mm/a.o", "build product");
    Origin origin = origin(new KernelSource.Directory(repository));
    Origin.Id id = origin.known().orElseThrow();
    Path tree = tree(id);
    origin.bring(id, tree);
    assertThat(tree.resolve("source/mm/a.c")).hasContent("int changed;\n");
    assertThat(tree.resolve("source/mm/new.c")).exists();
    assertThat(tree.resolve("source/mm/a.o")).doesNotExist();
    assertThat(id.version()).contains("with uncommitted changes in", "mm/a.c", "mm/new.c");
  }

  @Test
  void anEditInADirectoryChangesOnlyThatFileOfTheCopy() throws Exception {
    Origin.Id first = bringDirectory();
    Path copy = tree(first).resolve("source");
    FileTime untouched = Files.getLastModifiedTime(copy.resolve("Makefile"));
    write("mm/a.c", "int edited_since;\n");
    Files.delete(repository.resolve(".gitignore"));
    Origin.Id second = bringDirectory();
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(second.place()).isEqualTo(first.place());
    assertThat(copy.resolve("mm/a.c")).hasContent("int edited_since;\n");
    assertThat(copy.resolve(".gitignore")).doesNotExist();
    assertThat(Files.getLastModifiedTime(copy.resolve("Makefile"))).isEqualTo(untouched);
    assertThat(bringDirectory()).isEqualTo(second);
  }

  @Test
  void anEditReachesFilesThatASeriesHadChanged() throws Exception {
    Origin.Id first = bringDirectory();
    Path patch =
        Files.writeString(
            dir.resolve("p.patch"), "--- a/mm/a.c\n+++ b/mm/a.c\n@@ -1 +1 @@\n-int a;\n+int b;\n");
    PatchedTree patched = new PatchedTree(tree(first));
    Series series =
        Series.read(
            new dev.straddle.model.KernelSpec.Variant(
                "v", "", List.of(new dev.straddle.model.PatchSource.Files(patch, false))));
    patched.become(series);
    assertThat(tree(first).resolve("source/mm/a.c")).hasContent("int b;\n");
    write("mm/a.c", "int a;\nint more;\n");
    bringDirectory();
    assertThat(tree(first).resolve("source/mm/a.c")).hasContent("int a;\nint more;\n");
  }

  @Test
  void aTreeWhoseSourceGitIgnoresIsSaidSo() throws Exception {
    assertThat(directory(repository).id()).isNotEmpty();
    git("rm", "-q", "--cached", "Makefile");
    write(".gitignore", "/*\n!/debian/\n");
    assertThatThrownBy(() -> directory(repository))
        .isInstanceOf(InfraException.class)
        .hasMessageStartingWith("git ignores the source in " + repository)
        .hasMessageContaining("git add --force --all");
    git("add", "--force", "Makefile");
    assertThat(directory(repository).id()).isNotEmpty();
  }

  @Test
  void aDirectoryThatIsNoWorkTreeIsSaidSo() throws Exception {
    Path plain = Files.createDirectories(dir.resolve("plain"));
    assertThatThrownBy(() -> origin(new KernelSource.Directory(plain)).known())
        .hasMessageContaining("name a git work tree");
  }

  @Test
  void checkoutsOfOneCommitAreOneSourceHoweverTheyCameAbout() throws Exception {
    String first = directory(repository).id();
    Path clone = dir.resolve("clone");
    Path linked = dir.resolve("linked");
    Path copied = dir.resolve("copied");
    git("clone", "-q", repository.toString(), clone.toString());
    git("worktree", "add", "-q", "--detach", linked.toString());
    assertThat(Command.of("cp", "-r", repository.toString(), copied.toString()).run().ok())
        .isTrue();
    assertThat(List.of(directory(clone).id(), directory(linked).id(), directory(copied).id()))
        .containsOnly(first);

    write("mm/a.c", "int edited;\n");
    String edited = directory(repository).id();
    git("commit", "-qam", "edited");
    assertThat(directory(repository).id()).isEqualTo(edited).isNotEqualTo(first);
  }

  @Test
  void whateverChangesInADirectoryIsAnotherSource() throws Exception {
    List<String> ids = new ArrayList<>(List.of(directory(repository).id()));
    for (String change :
        List.of(
            "echo x >mm/new.c",
            "chmod +x mm/a.c",
            "rm Makefile; ln -s mm/a.c Makefile",
            "ln -sf nowhere Makefile",
            "rm -r mm; echo file >mm",
            "git add -A",
            "rm mm; mkdir mm; echo below >mm/below",
            "printf 'x' >'mm/a\nb\"ü'",
            "git update-index --assume-unchanged .gitignore; echo '*.x' >.gitignore",
            "git update-index --skip-worktree .gitignore; rm .gitignore")) {
      assertThat(Command.of("sh", "-ec", change).in(repository).run().ok()).as(change).isTrue();
      Origin.Id id = bringDirectory();
      if (change.startsWith("git add")) {
        assertThat(id.id()).isEqualTo(ids.get(ids.size() - 1));
      } else {
        assertThat(ids).as(change).doesNotContain(id.id());
        ids.add(id.id());
      }
      assertThat(
              Command.of(
                      "diff",
                      "-r",
                      "--no-dereference",
                      "--exclude=.git",
                      repository.toString(),
                      tree(id).resolve("source").toString())
                  .run()
                  .tail())
          .as(change)
          .isEmpty();
    }
  }

  @Test
  void aPartOfARepositoryIsASourceByItself() throws Exception {
    Path below = repository.resolve("mm");
    Origin.Id id = directory(below);
    Origin origin = origin(new KernelSource.Directory(below));
    origin.bring(origin.known().orElseThrow(), tree(id));
    assertThat(tree(id).resolve("source/a.c")).hasContent("int a;\n");
    write("Makefile", "VERSION = 7\n");
    assertThat(directory(below).id()).isEqualTo(id.id());
    write("mm/a.c", "int b;\n");
    assertThat(directory(below).id()).isNotEqualTo(id.id());
    assertThat(directory(below).version()).endsWith("changes in a.c");
  }

  @Test
  void aCopyThatWasCutShortIsMadeGood() throws Exception {
    Origin.Id id = bringDirectory();
    Path source = tree(id).resolve("source");
    write("mm/a.c", "int later;\n");
    Files.delete(repository.resolve("Makefile"));
    Origin origin = origin(new KernelSource.Directory(repository));
    Origin.Id later = origin.known().orElseThrow();
    write("mm/a.c", "int later_still;\n"); // so that bringing it fails in the end
    assertThatThrownBy(() -> origin.bring(later, tree(later)))
        .hasMessageContaining("changed while it was copied");
    git("checkout", "-q", "--", ".");
    bringDirectory();
    assertThat(source.resolve("mm/a.c")).hasContent("int a;\n");
    assertThat(source.resolve("Makefile")).exists();
  }

  @Test
  void manyFetchIntoOneMirrorAtOnce() throws Exception {
    List<String> refs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      write("mm/a.c", "int a" + i + ";\n");
      git("commit", "-qam", "number " + i);
      git("branch", "b" + i);
      refs.add("b" + i);
    }
    List<Origin.Id> ids =
        refs.parallelStream()
            .map(
                ref -> {
                  try {
                    return origin(new KernelSource.Git("file://" + repository, ref)).resolve();
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                })
            .toList();
    for (int i = 0; i < ids.size(); i++) {
      assertThat(ids.get(i).id()).isEqualTo("git_" + git("rev-parse", "b" + i).strip());
    }
  }

  private Origin.Id directory(Path path) throws Exception {
    return origin(new KernelSource.Directory(path)).known().orElseThrow();
  }

  private Origin.Id bringDirectory() throws Exception {
    Origin origin = origin(new KernelSource.Directory(repository));
    Origin.Id id = origin.known().orElseThrow();
    origin.bring(id, tree(id));
    return id;
  }

  private Origin origin(KernelSource source) {
    return new Sources(cache, event -> {}).of(source);
  }

  private Path tree(Origin.Id id) {
    return new Sources(cache, event -> {}).tree(id);
  }

  private void write(String path, String text) throws IOException {
    Path file = repository.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
  }

  private String git(String... words) throws InterruptedException {
    List<String> argv = new ArrayList<>(List.of("git"));
    argv.addAll(List.of(words));
    Result result =
        Command.of(argv)
            .in(repository)
            .with(
                Map.of(
                    "GIT_CONFIG_GLOBAL", "/dev/null",
                    "GIT_AUTHOR_NAME", "A",
                    "GIT_AUTHOR_EMAIL", "a@example.org",
                    "GIT_COMMITTER_NAME", "A",
                    "GIT_COMMITTER_EMAIL", "a@example.org"))
            .run();
    assertThat(result.ok()).as(result.describe()).isTrue();
    return String.join("\n", result.tail());
  }
}
