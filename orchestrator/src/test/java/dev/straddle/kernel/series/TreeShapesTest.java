package dev.straddle.kernel.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.PatchSource;
import dev.straddle.process.Command;
import dev.straddle.process.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever git can do to a tree reaches the source, and nothing of it stays behind. */
class TreeShapesTest {

  @TempDir Path dir;
  private Path repository;
  private Path tree;
  private PatchedTree patched;
  private Map<String, String> asShipped;

  @BeforeEach
  void makeTree() throws Exception {
    repository = Files.createDirectories(dir.resolve("repository"));
    sh("mkdir mm scripts d; echo 'int a;' >mm/a.c; echo '#!/bin/sh' >scripts/run; echo one >d/one");
    sh("printf 'two\\n' >d/two; ln -s ../mm/a.c d/link; ln -s d e; echo top >top; mkdir 'sp ce'");
    sh("echo x >'sp ce/f g'; git init -q . && git add -A && git commit -qm base && git tag base");
    tree = Files.createDirectories(dir.resolve("tree"));
    sh("mkdir \"$TREE/source\"; git archive HEAD | tar -x -C \"$TREE/source\"");
    patched = new PatchedTree(tree);
    asShipped = seen();
  }

  @Test
  void changesOfModeAlone() throws Exception {
    becomesAsGitSays("chmod +x mm/a.c; chmod -x scripts/run");
  }

  @Test
  void linksDanglingOnesIncluded() throws Exception {
    becomesAsGitSays("ln -s nowhere mm/dangling; ln -sf ../top d/link; ln -s . mm/self; rm e");
  }

  @Test
  void filesThatBecomeLinksAndLinksThatBecomeFiles() throws Exception {
    becomesAsGitSays("rm top; ln -s mm/a.c top; rm d/link; echo file >d/link");
  }

  @Test
  void unusualNames() throws Exception {
    becomesAsGitSays(
        "printf 'x\\n' >'mm/qu\"ote'; printf 'x\\n' >'mm/ü'; printf 'x\\n' >'mm/back\\slash';"
            + "printf 'x\\n' >'mm/tab\there'; : >mm/empty; git mv 'sp ce/f g' 'sp ce/h i'");
  }

  @Test
  void directoriesThatBecomeFilesAndFilesThatBecomeDirectories() throws Exception {
    becomesAsGitSays("rm -r d e; echo file >d; rm top; mkdir top; echo in >top/in");
  }

  @Test
  void binaryFiles() throws Exception {
    becomesAsGitSays("head -c 3000 /bin/sh >mm/blob; printf 'a\\0b' >top");
  }

  @Test
  void aFileOfOneSeriesIsADirectoryOfAnother() throws Exception {
    Series file = series("file", "echo file >x");
    Series below = series("below", "mkdir -p x/z; echo y >x/y; ln -s y x/z/deep");
    Series link = series("link", "ln -s mm x");
    for (Series next : List.of(file, below, link, below, file, link, file, below)) {
      patched.become(next);
      assertThat(seen()).isEqualTo(expected(next));
    }
    patched.become(Series.of(List.of()));
    assertThat(seen()).isEqualTo(asShipped);
  }

  @Test
  void aRejectedSeriesLeavesNothingBehind() throws Exception {
    Series good = series("good", "mkdir x; echo y >x/y; echo z >>d/one");
    Series bad = series("bad", "echo file >x; git mv d/one d/three");
    Path more = dir.resolve("series-bad/0002.patch");
    Files.writeString(
        more, "--- a/mm/a.c\n+++ b/mm/a.c\n@@ -1 +1 @@\n-nothing like it\n+nothing\n");
    Series rejected = read(more.getParent());
    assertThat(bad.patches()).hasSize(1);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> patched.become(rejected)).isInstanceOf(StepFailedException.class);
      patched.become(good);
      assertThat(seen()).isEqualTo(expected(good));
    }
    patched.become(Series.of(List.of()));
    assertThat(seen()).isEqualTo(asShipped);
  }

  @Test
  void nothingReachesOutOfTheTree() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), "of the host\n");
    refused("ln -s " + secret + " mm/evil", "out of the tree");
    refused("ln -s ../../secret mm/evil", "out of the tree");
    refused("ln -s mm/../.. evil", "out of the tree");
    // Only where the first link leads decides where the second does.
    refused("mkdir -p mm/x/y; ln -s ../../.. mm/x/y/up; ln -s up/../.. mm/x/y/evil", "of the tree");
    assertThat(secret).hasContent("of the host\n");
  }

  @Test
  void aPatchToALinkThatWasAFileCopiesNoFileOfTheHost() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), "of the host\n");
    Path place = Files.createDirectories(dir.resolve("two"));
    sh(
        "rm top; ln -s "
            + secret
            + " top; git add -A; git diff --cached base >"
            + place
            + "/1.patch");
    Files.writeString(
        place.resolve("2.patch"),
        "--- a/top\n+++ b/top\n@@ -1 +1 @@\n-of the host\n+of the guest\n");

    assertThatThrownBy(() -> patched.become(read(place))).isInstanceOf(StepFailedException.class);

    assertThat(seen()).isEqualTo(asShipped);
    assertThat(secret).hasContent("of the host\n");
  }

  @Test
  void whatIsInTheWayIsTheSeriesFault() throws Exception {
    refusedText(added("top/below"), "top");
    refusedText(added("d"), "directory");
    refusedText(added("e/below"), "symbolic link");
    refusedText("--- a/e/one\n+++ b/e/one\n@@ -1 +1 @@\n-one\n+two\n", "symbolic link");
  }

  @Test
  void namesThatMayNotBeAreTheSeriesFault() throws Exception {
    for (String name :
        List.of(
            ".git/hooks/pre-commit",
            ".GIT/config",
            "mm/.git/config",
            "git~1/config",
            "mm/.git./x",
            "mm/.gi\u200ct/x",
            "../evil",
            "mm/../../evil",
            "x".repeat(300),
            "mm/x.straddle-absent")) {
      refusedText(added(name), "");
    }
    assertThat(dir.resolve("evil")).doesNotExist();
  }

  @Test
  void aSubmoduleIsNoPartOfAKernel() throws Exception {
    refusedText(
        "diff --git a/sub b/sub\nnew file mode 160000\nindex 0000000..1234567\n--- /dev/null\n"
            + "+++ b/sub\n@@ -0,0 +1 @@\n+Subproject commit "
            + "1234567890123456789012345678901234567890\n",
        "");
  }

  private void refused(String change, String why) throws Exception {
    Series series = series("evil" + System.nanoTime(), change);
    refused(series, why);
  }

  private void refusedText(String diff, String why) throws Exception {
    refused(read(Files.writeString(dir.resolve("text.patch"), diff)), why);
  }

  private void refused(Series series, String why) throws Exception {
    assertThatThrownBy(() -> patched.become(series))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining(why);
    assertThat(seen()).isEqualTo(asShipped);
    patched.become(Series.of(List.of()));
    assertThat(seen()).isEqualTo(asShipped);
  }

  private static String added(String name) {
    return String.format(
        "diff --git a/%1$s b/%1$s\nnew file mode 100644\n--- /dev/null\n+++ b/%1$s\n"
            + "@@ -0,0 +1 @@\n+x\n",
        name);
  }

  private void becomesAsGitSays(String change) throws Exception {
    Series series = series("one", change);
    patched.become(series);
    assertThat(seen()).isEqualTo(expected(series)).isNotEqualTo(asShipped);
    patched.become(Series.of(List.of()));
    assertThat(seen()).isEqualTo(asShipped);
  }

  private final Map<Series, Map<String, String>> shapes = new HashMap<>();

  private Map<String, String> expected(Series series) {
    return shapes.get(series);
  }

  /** A series of one patch, made by git from what a script does to the repository. */
  private Series series(String name, String change) throws Exception {
    Path place = Files.createDirectories(dir.resolve("series-" + name));
    sh("git checkout -q --force --detach base && git clean -fdxq");
    sh(change);
    sh("git add -A && git diff --cached --binary -M base >" + place + "/0001.patch");
    Series series = read(place);
    shapes.put(series, seen(repository));
    return series;
  }

  private static Series read(Path place) throws Exception {
    return Series.read(
        new KernelSpec.Variant("v", "", List.of(new PatchSource.Files(place, false))));
  }

  private Map<String, String> seen() throws IOException {
    return seen(tree.resolve("source"));
  }

  /** Every file and link, what it is and what it holds; directories count by what is in them. */
  private static Map<String, String> seen(Path root) throws IOException {
    Map<String, String> seen = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path file : (Iterable<Path>) walk::iterator) {
        String name = root.relativize(file).toString();
        if (name.equals(".git") || name.startsWith(".git/")) {
          continue;
        } else if (Files.isSymbolicLink(file)) {
          seen.put(name, "link to " + Files.readSymbolicLink(file));
        } else if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          byte[] content = Files.readAllBytes(file);
          seen.put(
              name,
              (Files.isExecutable(file) ? "x " : "- ")
                  + new String(content, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return seen;
  }

  private void sh(String script) throws InterruptedException {
    Result result =
        Command.of("sh", "-ec", script)
            .in(repository)
            .with(
                Map.of(
                    "TREE", tree == null ? "" : tree.toString(),
                    "GIT_CONFIG_GLOBAL", "/dev/null",
                    "GIT_AUTHOR_NAME", "a",
                    "GIT_AUTHOR_EMAIL", "a@example.org",
                    "GIT_COMMITTER_NAME", "a",
                    "GIT_COMMITTER_EMAIL", "a@example.org"))
            .run();
    assertThat(result.ok()).as(result.describe()).isTrue();
  }
}
