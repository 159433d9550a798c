package dev.straddle.backport;

import dev.straddle.kernel.BuildFailedException;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.kernel.series.Patch;
import dev.straddle.kernel.series.PatchTrial;
import dev.straddle.kernel.series.Series;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.Cell;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.KnownReport;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.PatchSource;
import dev.straddle.model.Symptom;
import dev.straddle.plan.Planner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans what has to be built and booted to say of a series what it does to each branch. */
public final class Verification {

  /** The variant without the series. */
  public static final String WITHOUT = "without";

  /** The variant with it. */
  public static final String WITH = "with";

  /**
   * A branch to try.
   *
   * @param name unique
   * @param series for this branch
   */
  public record Branch(
      String name, KernelSpec kernel, KernelSpec.Variant base, PatchSource series) {}

  /**
   * What is asked.
   *
   * @param guests each with the outcome that its pair should have: FIXED for a case
   * @param bug what shows it
   * @param known reports that are no news
   * @param eachPatch whether each patch alone and all up to each are tried too
   */
  public record Question(
      List<Branch> branches,
      Map<GuestSpec, PairOutcome> guests,
      Symptom bug,
      List<KnownReport> known,
      int repetitions,
      boolean eachPatch) {
    public Question {
      branches = List.copyOf(branches);
      known = List.copyOf(known);
    }
  }

  private final KernelBuilder builder;
  private final Path patches;

  /**
   * @param builder tries the series on sources
   * @param patches a new directory for single patches of series
   */
  public Verification(KernelBuilder builder, Path patches) {
    this.builder = builder;
    this.patches = patches;
  }

  /** Tries the series on one branch and says what is to be built of it. */
  BranchPlan plan(Branch branch, boolean eachPatch) throws InterruptedException {
    try {
      List<PatchTrial> trials = builder.attempt(branch.kernel(), branch.base(), branch.series());
      return plan(branch, trials, eachPatch);
    } catch (BuildFailedException e) {
      return untried(branch, e.failure());
    } catch (InfraException e) { // other branches may do
      return untried(branch, e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is left of a branch when somebody asked for the end before its turn. */
  static BranchPlan untried(Branch branch) {
    return untried(branch, "interrupted before its turn");
  }

  private static BranchPlan untried(Branch branch, String why) {
    return untried(branch, new BuildFailure(branch.name(), "", "patch", why, "", Optional.empty()));
  }

  private static BranchPlan untried(Branch branch, BuildFailure why) {
    KernelSpec alone = kernel(branch, List.of(variant(WITHOUT, branch, List.of())));
    return new BranchPlan(
        branch.name(), alone, BranchPlan.Direction.NEITHER, List.of(), Optional.of(why));
  }

  private BranchPlan plan(Branch branch, List<PatchTrial> trials, boolean eachPatch)
      throws IOException, InterruptedException, BuildFailedException {
    boolean there = trials.stream().allMatch(f -> f.kind() == PatchTrial.Kind.ALREADY_THERE);
    boolean fits = trials.stream().allMatch(PatchTrial::sound);
    List<Path> single =
        fits ? written(KernelBuilder.read(branch.series()), branch.name()) : List.of();
    List<KernelSpec.Variant> variants = new ArrayList<>();
    if (there) {
      List<PatchSource> off = new ArrayList<>();
      for (int i = single.size() - 1; i >= 0; i--) {
        off.add(new PatchSource.Files(single.get(i), true));
      }
      variants.add(variant(WITHOUT, branch, off));
      variants.add(variant(WITH, branch, List.of()));
    } else {
      variants.add(variant(WITHOUT, branch, List.of()));
      if (fits) {
        List<PatchSource> on = new ArrayList<>();
        for (int i = 0; i < single.size(); i++) {
          if (trials.get(i).goesOn()) {
            on.add(new PatchSource.Files(single.get(i), false));
          }
        }
        variants.add(variant(WITH, branch, on)); // the answer first, then from which patch on
        if (eachPatch) {
          steps(branch, on, variants);
        }
      }
    }
    BranchPlan.Direction direction =
        there
            ? BranchPlan.Direction.OFF
            : fits ? BranchPlan.Direction.ON : BranchPlan.Direction.NEITHER;
    return new BranchPlan(
        branch.name(), kernel(branch, variants), direction, trials, Optional.empty());
  }

  private static void steps(
      Branch branch, List<PatchSource> on, List<KernelSpec.Variant> variants) {
    for (int i = 0; i < on.size(); i++) {
      if (i > 0) {
        variants.add(variant("alone-" + (i + 1), branch, on.subList(i, i + 1)));
      }
      if (i + 1 < on.size()) {
        variants.add(variant("upto-" + (i + 1), branch, on.subList(0, i + 1)));
      }
    }
  }

  /** One file for each patch; the mail as it came, so that what is in the cache is found. */
  private List<Path> written(Series series, String branch) throws IOException {
    Path place = Files.createDirectories(patches.resolve(branch));
    List<Path> files = new ArrayList<>();
    for (Patch patch : series.patches()) {
      Path file = place.resolve(String.format("%04d.patch", files.size() + 1));
      files.add(Files.write(file, patch.text()));
    }
    return files;
  }

  private static KernelSpec.Variant variant(String name, Branch branch, List<PatchSource> more) {
    List<PatchSource> all = new ArrayList<>(branch.base().series());
    all.addAll(more);
    return new KernelSpec.Variant(name, branch.base().description(), all);
  }

  private static KernelSpec kernel(Branch branch, List<KernelSpec.Variant> variants) {
    KernelSpec kernel = branch.kernel();
    return new KernelSpec(
        branch.name(),
        kernel.description(),
        kernel.source(),
        kernel.config(),
        kernel.compiler(),
        variants,
        kernel.ages(),
        kernel.definedIn());
  }

  /**
   * The boots, branch by branch, the side without the series first: it is asked before all else.
   */
  static List<Cell> cells(List<BranchPlan> plans, Question question) {
    List<Cell> cells = new ArrayList<>();
    for (BranchPlan plan : plans) {
      if (plan.failure().isEmpty()) {
        for (KernelSpec.Variant variant : plan.kernel().variants()) {
          question
              .guests()
              .forEach(
                  (guest, expected) -> {
                    if (isSide(variant.name()) || expected == PairOutcome.FIXED) {
                      cells.addAll(
                          Planner.cells(plan.kernel(), variant, guest, question.repetitions()));
                    }
                  });
        }
      }
    }
    return cells;
  }

  static boolean isSide(String variant) {
    return variant.equals(WITHOUT) || variant.equals(WITH);
  }

  /** The matrix that a campaign is given. */
  static MatrixSpec matrix(List<BranchPlan> plans, Question question) {
    Map<String, PairOutcome> guests = new LinkedHashMap<>();
    question.guests().forEach((guest, outcome) -> guests.put(guest.name(), outcome));
    return new MatrixSpec(
        "series",
        "What a series does to each branch.",
        plans.stream().map(BranchPlan::branch).toList(),
        guests,
        Map.of(),
        WITHOUT,
        WITH,
        question.repetitions(),
        question.bug(),
        question.branches().get(0).kernel().definedIn(),
        question.known());
  }
}
