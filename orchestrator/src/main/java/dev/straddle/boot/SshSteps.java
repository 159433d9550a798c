package dev.straddle.boot;

import dev.straddle.guest.FilesFromGuest.Unpacked;
import dev.straddle.guest.SshSession;
import dev.straddle.model.GuestFacts;
import dev.straddle.model.GuestSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The steps of a guest's specification, one after the other until one fails.
 *
 * <p>What a step prints goes to {@code steps/NAME.log} in the cell's directory, what is copied out
 * of the guest to {@code results/NAME/}.
 */
final class SshSteps implements SshWork {

  private static final String LOGS = "steps";
  private static final String RESULTS = "results";

  private final GuestSpec.Ssh spec;
  private final int slowness;
  private final Path directory;
  private final BootLog log;

  /**
   * @param slowness by how much the accelerator stretches deadlines
   * @param directory of the cell
   */
  SshSteps(GuestSpec.Ssh spec, int slowness, Path directory, BootLog log) {
    this.spec = spec;
    this.slowness = slowness;
    this.directory = directory;
    this.log = log;
  }

  /** Of a step, its command and the files on their way in and out have each the deadline. */
  @Override
  public Optional<Duration> longest() {
    Duration all = Duration.ZERO;
    for (GuestSpec.Ssh.Step step : spec.steps()) {
      all = all.plus(step.deadline().multipliedBy(3L * slowness));
    }
    return Optional.of(all);
  }

  @Override
  public void in(SshSession guest) throws IOException, InterruptedException {
    Files.createDirectories(directory.resolve(LOGS));
    for (GuestSpec.Ssh.Step step : spec.steps()) {
      log.milestone("step " + step.name());
      if (!perform(step, guest)) {
        return;
      }
    }
  }

  /** Does one step and writes it down, however it ends; false when it failed. */
  private boolean perform(GuestSpec.Ssh.Step step, SshSession guest)
      throws IOException, InterruptedException {
    long started = System.nanoTime();
    Duration deadline = step.deadline().multipliedBy(slowness);
    String name = LOGS + "/" + step.name() + ".log";
    StepOutput output = new StepOutput(directory.resolve(name));
    RemoteCommands commands = new RemoteCommands(guest, deadline, directory);
    RemoteCommands.Result result = RemoteCommands.Result.trouble("the boot ended first");
    Unpacked results = Unpacked.NOTHING;
    GuestFacts.Step seen;
    try (output) {
      result = step.copyIn().isEmpty() ? RemoteCommands.Result.OK : copyIn(step, commands, output);
      if (result.ok()) {
        result = RemoteCommands.Result.trouble("the boot ended first");
        result = commands.run(step.run(), output);
        results = copyOut(step, commands);
      }
    } catch (IOException e) {
      result = RemoteCommands.Result.trouble(e.getMessage());
    } finally {
      seen = seen(step, result, results, name, output, deadline, started);
      log.step(seen);
      output.trouble().ifPresent(log::failed);
    }
    return seen.succeeded();
  }

  private static RemoteCommands.Result copyIn(
      GuestSpec.Ssh.Step step, RemoteCommands commands, StepOutput output)
      throws IOException, InterruptedException {
    RemoteCommands.Result copied = commands.copyIn(step.copyIn(), output);
    return copied.ok()
        ? copied
        : RemoteCommands.Result.trouble(
            "copying in failed" + copied.trouble().map(why -> ": " + why).orElse(""));
  }

  private Unpacked copyOut(GuestSpec.Ssh.Step step, RemoteCommands commands)
      throws IOException, InterruptedException {
    return step.copyOut().isEmpty()
        ? Unpacked.NOTHING
        : commands.copyOut(
            step.copyOut(), directory.resolve(RESULTS).resolve(step.name()), spec.results());
  }

  private static GuestFacts.Step seen(
      GuestSpec.Ssh.Step step,
      RemoteCommands.Result result,
      Unpacked results,
      String log,
      StepOutput output,
      Duration deadline,
      long started) {
    Optional<String> missing =
        results.refused().stream().findFirst().map(first -> "not all results came out: " + first);
    return new GuestFacts.Step(
        step.name(),
        result.status(),
        output.end(),
        Optional.of(
            new GuestFacts.OverSsh(
                Duration.ofNanos(System.nanoTime() - started),
                deadline,
                result.trouble().or(() -> result.status() == 0 ? missing : Optional.empty()),
                log,
                results.files().stream()
                    .map(file -> RESULTS + "/" + step.name() + "/" + file)
                    .toList(),
                results.refused())));
  }
}
