package dev.straddle.kernel.series;

import dev.straddle.kernel.step.StepFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Applies patches in a directory of its own, as {@code git am -3} does. */
final class PatchApplier {

  private static final Pattern OFFSET =
      Pattern.compile("Hunk #(\\d+) succeeded at (\\d+) \\(offset (-?\\d+) lines?\\).*");
  private static final Pattern CHECKING = Pattern.compile("Checking patch (.+)\\.\\.\\.");
  private static final Pattern FAILED = Pattern.compile("patch failed: (.+):(\\d+)");
  private static final Pattern ABSENT =
      Pattern.compile("(.+): (?:No such file or directory|does not exist in index)");

  private final Path work;
  private final ScratchGit git;

  private PatchApplier(Path work, ScratchGit git) {
    this.work = work;
    this.git = git;
  }

  /** Makes a repository of a directory and its files. */
  static PatchApplier in(Path work) throws InterruptedException {
    ScratchGit git = new ScratchGit(work);
    git.begin();
    return new PatchApplier(work, git);
  }

  /** Applies in a repository that is there and knows all files of the directory. */
  static PatchApplier in(Path work, ScratchGit git) {
    return new PatchApplier(work, git);
  }

  /**
   * Applies all of a series.
   *
   * @throws StepFailedException when a patch does not apply, or changes nothing
   */
  void apply(Series series) throws IOException, InterruptedException, StepFailedException {
    for (int i = 0; i < series.patches().size(); i++) {
      PatchTrial trial = apply(series.patches().get(i), i);
      boolean reverse = series.patches().get(i).reverse();
      switch (trial.kind()) {
        case APPLIES, APPLIES_WITH_OFFSET, MERGES, NEEDS_PATCH -> {}
        case ALREADY_THERE -> throw failed("changes nothing", series, i, trial);
        case FITS_WITH_FUZZ, DOES_NOT_APPLY ->
            throw failed(reverse ? "does not come off" : "does not apply", series, i, trial);
      }
    }
  }

  /**
   * Says of each patch what becomes of it. Those behind one that does not apply are tried without
   * it: whoever ports the series sees at once which patches need work.
   */
  List<PatchTrial> attempt(Series series) throws IOException, InterruptedException {
    List<PatchTrial> trials = new ArrayList<>();
    for (int i = 0; i < series.patches().size(); i++) {
      trials.add(apply(series.patches().get(i), i));
    }
    return List.copyOf(trials);
  }

  private static StepFailedException failed(
      String how, Series series, int index, PatchTrial trial) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                "patch %d of %d %s: %s",
                index + 1, series.patches().size(), how, series.patches().get(index).name()));
    trial.detail().forEach(line -> text.append("\n  ").append(line));
    if (trial.kind() != PatchTrial.Kind.ALREADY_THERE) {
      series.baseCommit().ifPresent(b -> text.append("\n  The series was made on ").append(b));
    }
    return new StepFailedException("patch", text.toString());
  }

  /** One way to take a patch: how its bytes are read, and how many parts of its names count. */
  private record Form(Path file, int strip, boolean reverse, byte[] diff, List<String> told) {
    List<String> apply(String... more) {
      List<String> words = new ArrayList<>(List.of("apply", "-p" + strip));
      if (reverse) {
        words.add("--reverse");
      }
      words.addAll(List.of(more));
      words.add(file.toString());
      return words;
    }

    Form opposite() {
      return new Form(file, strip, !reverse, diff, told);
    }
  }

  private List<Form> forms(Patch patch, int index) throws IOException {
    Path place = Files.createDirectories(work.resolveSibling("patches"));
    List<Form> forms = new ArrayList<>();
    List<Integer> strips = new ArrayList<>(patch.strips());
    strips.sort(Comparator.comparing(s -> -there(patch.names().paths(s))));
    List<Mail.Reading> readings = patch.mail().diff();
    for (int i = 0; i < readings.size(); i++) {
      String name = String.format("%04d%s.patch", index + 1, i == 0 ? "" : "-" + i);
      Path file = Files.write(place.resolve(name), readings.get(i).bytes());
      for (int strip : strips) {
        List<String> told = new ArrayList<>();
        if (!readings.get(i).change().isEmpty()) {
          told.add(readings.get(i).change());
        }
        if (strip != 1 && patch.strip().isEmpty()) {
          told.add("its names have no a/ and b/: taken with -p" + strip);
        }
        forms.add(new Form(file, strip, patch.reverse(), readings.get(i).bytes(), told));
      }
    }
    return forms;
  }

  private long there(Iterable<String> paths) {
    long count = 0;
    for (String path : paths) {
      count += Files.exists(work.resolve(path)) ? 1 : 0;
    }
    return count;
  }

  private PatchTrial apply(Patch patch, int index) throws IOException, InterruptedException {
    List<Form> forms = forms(patch, index);
    String before = git.tree();
    for (Form form : forms) {
      Offsets told = new Offsets();
      if (git.run(form.apply("--check", "-v"), told::hear)) {
        git.must(form.apply("--index"));
        if (git.tree().equals(before)) {
          return already(patch);
        }
        List<String> offsets = told.found;
        PatchTrial.Kind kind =
            offsets.isEmpty() ? PatchTrial.Kind.APPLIES : PatchTrial.Kind.APPLIES_WITH_OFFSET;
        offsets.addAll(0, form.told());
        return new PatchTrial(patch.title(), kind, offsets);
      }
    }
    for (Form form : forms) {
      if (git.run(form.opposite().apply("--check"))) {
        return already(patch);
      }
    }
    Form first = forms.get(0);
    if (git.run(first.apply("--index", "--3way"))) {
      return git.tree().equals(before)
          ? already(patch)
          : new PatchTrial(patch.title(), PatchTrial.Kind.MERGES, first.told());
    }
    git.backTo(before);
    Optional<PatchTrial> odd = maimed(patch, first);
    return odd.isPresent() ? odd.get() : misfit(patch, first, before);
  }

  /** A diff that was cut short at its end, or made without context, if that is all it lacks. */
  private Optional<PatchTrial> maimed(Patch patch, Form form)
      throws IOException, InterruptedException {
    Path file = form.file().resolveSibling("whole-" + form.file().getFileName());
    Files.write(file, Diffs.withoutSignature(form.diff()));
    Form bare = new Form(file, form.strip(), form.reverse(), form.diff(), form.told());
    boolean contextless = patch.names().isContextless();
    String[] leniently = contextless ? new String[] {"--unidiff-zero"} : new String[] {"--recount"};
    if (!contextless && !patch.names().isCut()) {
      return Optional.empty();
    }
    if (git.run(bare.opposite().apply(with(leniently, "--check")))) {
      return Optional.of(already(patch));
    }
    if (!git.run(bare.apply(with(leniently, "--index")))) {
      return Optional.empty();
    }
    List<String> told = new ArrayList<>(form.told());
    told.add(
        contextless
            ? "It was made without context (-U0): patch takes it, git am does not."
            : "A hunk has lost lines at its end: patch takes it, git am does not.");
    return Optional.of(new PatchTrial(patch.title(), PatchTrial.Kind.NEEDS_PATCH, told));
  }

  private static String[] with(String[] words, String more) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(more);
    return all.toArray(String[]::new);
  }

  /** Names files and hunks, and what kind of misfit it is. */
  private PatchTrial misfit(Patch patch, Form form, String before)
      throws IOException, InterruptedException {
    List<String> detail = new ArrayList<>(form.told());
    List<PatchTrial.Misfit> misfits = new ArrayList<>();
    git.run(
        form.apply("--check", "-v"),
        line -> {
          // What git searched for follows without the word: the patch itself, at hand already.
          if (line.startsWith("error: ") && !line.endsWith("while searching for:")) {
            String error = line.substring("error: ".length());
            detail.add(error);
            misfitAt(error, patch, form).ifPresent(misfits::add);
          }
        });
    lineEnds(patch, form).ifPresent(detail::add);
    boolean fuzz = git.run(form.apply("-C1", "--index"));
    detail.add(
        fuzz
            ? "It would apply with fuzz: the context has changed."
            : "It does not apply with fuzz either.");
    if (!fuzz) {
      git.backTo(before);
    }
    PatchTrial.Kind kind = fuzz ? PatchTrial.Kind.FITS_WITH_FUZZ : PatchTrial.Kind.DOES_NOT_APPLY;
    return new PatchTrial(patch.title(), kind, detail, misfits);
  }

  private static Optional<PatchTrial.Misfit> misfitAt(String error, Patch patch, Form form) {
    Matcher failed = FAILED.matcher(error);
    if (failed.matches()) {
      int line = Integer.parseInt(failed.group(2));
      String function = patch.names().function(failed.group(1), line, form.strip());
      return Optional.of(new PatchTrial.Misfit(failed.group(1), line, function));
    }
    Matcher absent = ABSENT.matcher(error);
    return absent.matches()
        ? Optional.of(new PatchTrial.Misfit(absent.group(1), 0, ""))
        : Optional.empty();
  }

  /** Tells of a file with returns at its line ends which the patch lacks: mail may eat them. */
  private Optional<String> lineEnds(Patch patch, Form form) throws IOException {
    String diff = new String(form.diff(), StandardCharsets.ISO_8859_1);
    for (String path : patch.names().paths(form.strip())) {
      Path file = work.resolve(path);
      if (Files.isRegularFile(file)
          && Files.readString(file, StandardCharsets.ISO_8859_1).contains("\r\n")
          && !diff.contains("\r\n")) {
        return Optional.of(path + " has CRLF at its line ends, the patch has not.");
      }
    }
    return Optional.empty();
  }

  /** Where hunks fit at another line than theirs, from what git says as it goes on. */
  private static final class Offsets {
    private final List<String> found = new ArrayList<>();
    private String file = "";

    void hear(String line) {
      Matcher checking = CHECKING.matcher(line);
      Matcher offset = OFFSET.matcher(line);
      if (checking.matches()) {
        file = checking.group(1);
      } else if (offset.matches()) {
        found.add(
            String.format(
                "%s: hunk %s fits at line %s, %s lines off",
                file, offset.group(1), offset.group(2), offset.group(3)));
      }
    }
  }

  private static PatchTrial already(Patch patch) {
    return new PatchTrial(
        patch.title(),
        PatchTrial.Kind.ALREADY_THERE,
        List.of(patch.reverse() ? "It is not in the tree." : "It is in the tree already."));
  }
}
