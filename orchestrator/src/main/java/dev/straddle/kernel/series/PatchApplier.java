package dev.straddle.kernel.series;

import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.model.InfraException;
import dev.straddle.process.Command;
import dev.straddle.process.LineListener;
import dev.straddle.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Applies patches in a repository of its own, one commit each. */
final class PatchApplier {

  private static final Map<String, String> GIT =
      Map.of(
          "LC_ALL", "C",
          "GIT_CONFIG_NOSYSTEM", "1",
          "GIT_CONFIG_GLOBAL", "/dev/null",
          "GIT_COMMITTER_NAME", "straddle",
          "GIT_COMMITTER_EMAIL", "straddle@localhost",
          "GIT_AUTHOR_NAME", "straddle",
          "GIT_AUTHOR_EMAIL", "straddle@localhost");

  private final Path work;

  private PatchApplier(Path work) {
    this.work = work;
  }

  /** Makes a repository of a directory, whose files are its first commit. */
  static PatchApplier in(Path work) throws InterruptedException {
    PatchApplier applier = new PatchApplier(work);
    applier.git("init", "-q");
    applier.git("add", "-f", "-A");
    applier.git("commit", "-q", "--allow-empty", "-m", "as shipped");
    return applier;
  }

  /**
   * Applies all of a series.
   *
   * @throws StepFailedException when a patch does not apply, or changes nothing
   */
  void apply(Series series) throws IOException, InterruptedException, StepFailedException {
    for (int i = 0; i < series.patches().size(); i++) {
      Series.Patch patch = series.patches().get(i);
      PatchFate fate = apply(patch, write(patch, i));
      switch (fate.kind()) {
        case APPLIES, MERGES -> {}
        case ALREADY_THERE -> throw failed("changes nothing", series, i, fate);
        case DOES_NOT_APPLY ->
            throw failed(patch.reverse() ? "does not come off" : "does not apply", series, i, fate);
      }
    }
  }

  /**
   * Says of each patch what becomes of it. Those behind one that does not apply are tried without
   * it: whoever ports the series sees at once which patches need work.
   */
  List<PatchFate> attempt(Series series) throws IOException, InterruptedException {
    List<PatchFate> fates = new ArrayList<>();
    for (int i = 0; i < series.patches().size(); i++) {
      Series.Patch patch = series.patches().get(i);
      fates.add(apply(patch, write(patch, i)));
    }
    return List.copyOf(fates);
  }

  private static StepFailedException failed(String how, Series series, int index, PatchFate fate) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                "patch %d of %d %s: %s",
                index + 1, series.patches().size(), how, series.patches().get(index).name()));
    fate.detail().forEach(line -> text.append("\n  ").append(line));
    if (fate.kind() == PatchFate.Kind.DOES_NOT_APPLY) {
      series.baseCommit().ifPresent(b -> text.append("\n  The series was made on ").append(b));
    }
    return new StepFailedException("patch", text.toString());
  }

  private Path write(Series.Patch patch, int index) throws IOException {
    Path place = Files.createDirectories(work.resolveSibling("patches"));
    Path file = place.resolve(String.format("%04d.patch", index + 1));
    return Files.write(file, Series.forGit(patch));
  }

  private PatchFate apply(Series.Patch patch, Path file) throws InterruptedException {
    boolean fits = run(check(patch.strip(), patch.reverse(), file)).ok();
    String before = tree();
    boolean am = patch.mail().isMail() && !patch.reverse();
    Result result = am ? am(patch, file) : applyDiff(patch, file);
    if (!result.ok()) {
      run(List.of("am", "--abort"));
      run(List.of("reset", "-q", "--hard"));
      return whyNot(patch, file, result);
    }
    if (tree().equals(before)) { // git merges what is there already to nothing, and is content
      return already(patch);
    }
    return fate(patch, fits ? PatchFate.Kind.APPLIES : PatchFate.Kind.MERGES);
  }

  private String tree() throws InterruptedException {
    return run(List.of("rev-parse", "HEAD^{tree}")).tail().get(0);
  }

  private Result am(Series.Patch patch, Path file) throws InterruptedException {
    return run(
        List.of(
            "am",
            "-3",
            "-q",
            "-p" + patch.strip(),
            "--committer-date-is-author-date",
            file.toString()));
  }

  /** For what is no mail, and for what is taken off: git am knows neither. */
  private Result applyDiff(Series.Patch patch, Path file) throws InterruptedException {
    List<String> words = new ArrayList<>(List.of("apply", "--index", "--3way"));
    words.add("-p" + patch.strip());
    if (patch.reverse()) {
      words.add("--reverse");
    }
    words.add(file.toString());
    Result result = run(words);
    if (result.ok()) {
      git("commit", "-q", "--allow-empty", "-m", (patch.reverse() ? "Revert " : "") + patch.name());
    }
    return result;
  }

  /** Names files and hunks, and what kind of misfit it is. */
  private PatchFate whyNot(Series.Patch patch, Path file, Result result)
      throws InterruptedException {
    if (run(check(patch.strip(), !patch.reverse(), file)).ok()) {
      return already(patch);
    }
    List<String> detail = new ArrayList<>();
    git(check(patch.strip(), patch.reverse(), file, "-v"))
        .heardBy(
            (channel, line) -> {
              // What git searched for follows without the word: the patch itself, at hand already.
              if (line.startsWith("error: ") && !line.endsWith("while searching for:")) {
                detail.add(line.substring("error: ".length()));
              }
            })
        .run();
    if (detail.isEmpty()) {
      detail.addAll(result.tail());
    }
    detail.add(
        run(check(patch.strip(), patch.reverse(), file, "-C1")).ok()
            ? "It would apply with fuzz: the context has changed."
            : "It does not apply with fuzz either.");
    return new PatchFate(subject(patch), PatchFate.Kind.DOES_NOT_APPLY, detail);
  }

  private static PatchFate already(Series.Patch patch) {
    return new PatchFate(
        subject(patch),
        PatchFate.Kind.ALREADY_THERE,
        List.of(patch.reverse() ? "It is not in the tree." : "It is in the tree already."));
  }

  private static PatchFate fate(Series.Patch patch, PatchFate.Kind kind) {
    return new PatchFate(subject(patch), kind, List.of());
  }

  private static String subject(Series.Patch patch) {
    return patch.mail().isMail() ? patch.mail().subject() : patch.name();
  }

  private static List<String> check(int strip, boolean reverse, Path file, String... more) {
    List<String> words = new ArrayList<>(List.of("apply", "--check", "-p" + strip));
    if (reverse) {
      words.add("--reverse");
    }
    words.addAll(List.of(more));
    words.add(file.toString());
    return words;
  }

  private void git(String... words) throws InterruptedException {
    Result result = run(List.of(words));
    if (!result.ok()) {
      throw new InfraException(
          result.describe(), "check that git is installed and the cache can be written");
    }
  }

  private Result run(List<String> words) throws InterruptedException {
    return git(words).run();
  }

  private Command git(List<String> words) {
    List<String> argv =
        new ArrayList<>(List.of("git", "-c", "core.autocrlf=false", "-c", "gc.auto=0"));
    argv.addAll(words);
    return Command.of(argv)
        .in(work)
        .with(GIT)
        .with(Map.of("GIT_CEILING_DIRECTORIES", work.getParent().toString()))
        .heardBy(LineListener.NONE);
  }
}
