package dev.straddle.run;

import dev.straddle.kernel.BuildFailedException;
import dev.straddle.lab.Answer;
import dev.straddle.lab.Bench;
import dev.straddle.lab.Job;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.Symptom;
import dev.straddle.runs.RunDirectory;
import dev.straddle.verdict.CellJudge;
import java.util.List;

/** Has one thing built or booted at a time, and waits for it. */
public final class Boots {

  /** A boot and what it means. */
  public record Outcome(Observation seen, CellVerdict verdict) {}

  private final Bench bench;

  public Boots(Bench bench) {
    this.bench = bench;
  }

  /**
   * A kernel, from the cache or built now.
   *
   * @throws InfraException when the host fails
   * @throws InterruptedException when the lab was stopped meanwhile, too
   */
  public KernelArtifact kernel(KernelSpec kernel, KernelSpec.Variant variant)
      throws BuildFailedException, InterruptedException {
    return kernel(new Job.Build(kernel, variant));
  }

  /** The same for any build. */
  public KernelArtifact kernel(Job.Build job) throws BuildFailedException, InterruptedException {
    bench.submit(job);
    Answer answer = bench.next();
    if (answer instanceof Answer.NotBuilt not) {
      BuildFailure failure = not.failure();
      throw new BuildFailedException(failure);
    }
    if (answer instanceof Answer.Built built) {
      return built.kernel();
    }
    throw failure(answer);
  }

  /**
   * Boots once.
   *
   * @throws InfraException when the host fails
   * @throws InterruptedException when the lab was stopped meanwhile, too
   */
  public Outcome boot(Job.Boot job) throws InterruptedException {
    bench.submit(job);
    Answer answer = bench.next();
    if (answer instanceof Answer.Booted booted) {
      return judged(booted.seen(), RunDirectory.open(job.run()));
    }
    throw failure(answer);
  }

  /** What a boot means where no matrix says what to look for. */
  public static Outcome judged(Observation seen, RunDirectory directory) {
    return new Outcome(
        seen, CellJudge.judge(Judgement.evidence(seen, directory, new Symptom.Crash(), List.of())));
  }

  /** Why a job came to nothing; a lab that was stopped is no failure of the host. */
  static InfraException failure(Answer answer) throws InterruptedException {
    if (answer instanceof Answer.Trouble trouble) {
      String[] parts = trouble.message().split("\n  next: ", 2);
      return new InfraException(parts[0], parts.length > 1 ? parts[1] : "look at the host");
    }
    throw new InterruptedException(answer.job().name() + " was stopped");
  }
}
