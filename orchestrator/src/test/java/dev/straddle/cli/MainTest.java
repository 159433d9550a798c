package dev.straddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.disk.OtherJvm;
import dev.straddle.kernel.BuildFailedException;
import dev.straddle.model.BuildFailure;
import dev.straddle.spec.Places;
import dev.straddle.verdict.ExitStatus;
import java.io.File;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest extends CommandTest {

  /** A command that ends in trouble. */
  @Command
  private record Troubled(Exception trouble) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      throw trouble;
    }
  }

  private int execute(Exception trouble) {
    CommandLine straddle =
        Main.commandLine()
            .addSubcommand("troubled", new Troubled(trouble))
            .setErr(new PrintWriter(err));
    return straddle.execute("troubled");
  }

  @Test
  void aKernelThatDoesNotBuildIsNoBugOfStraddle() {
    int status =
        execute(
            new BuildFailedException(
                new BuildFailure(
                    "k", "v", "compile", "mm/x.c:3: error", "/l/k-v.log", Optional.empty())));

    assertThat(status).isEqualTo(ExitStatus.AGAINST_EXPECTATION);
    assertThat(err.toString().lines())
        .containsExactly(
            "k/v: BUILD_FAILED in step compile", "  mm/x.c:3: error", "  log: /l/k-v.log");
  }

  @Test
  void aBugShowsItsTrace() {
    int status = execute(new IllegalStateException("cannot be"));

    assertThat(status).isEqualTo(ExitStatus.NO_ANSWER);
    assertThat(err.toString())
        .contains("internal error", "IllegalStateException: cannot be", "at dev.straddle");
  }

  @Test
  void aFileThatCannotBeUsedIsTheHostsTrouble() {
    assertThat(execute(new FileSystemException("/dev/null/a", null, "Not a directory")))
        .isEqualTo(ExitStatus.NO_ANSWER);
    assertThat(execute(new UncheckedIOException(new AccessDeniedException("/b"))))
        .isEqualTo(ExitStatus.NO_ANSWER);
    assertThat(err.toString().lines())
        .contains(
            "straddle: cannot use /dev/null/a: not a directory",
            "straddle: cannot use /b: permission denied")
        .noneMatch(line -> line.contains("internal error"));
  }

  @Test
  void outputThatAFullDiskDoesNotTakeIsTold(@TempDir Path scratch) throws Exception {
    Path said = scratch.resolve("said");
    ProcessBuilder straddle = OtherJvm.prepared(Main.class, "boot", "--help");
    straddle.redirectOutput(new File("/dev/full")).redirectError(said.toFile());

    assertThat(straddle.start().waitFor()).isEqualTo(ExitStatus.NO_ANSWER);
    assertThat(said)
        .hasContent("straddle: cannot write to standard output: No space left on device");
  }

  @Test
  void aReaderWhoHasReadEnoughIsNoTrouble(@TempDir Path scratch) throws Exception {
    Path said = scratch.resolve("said");
    Process straddle =
        OtherJvm.prepared(Main.class, "boot", "--help").redirectError(said.toFile()).start();
    straddle.getInputStream().close();

    assertThat(straddle.waitFor()).isEqualTo(ExitStatus.AS_EXPECTED);
    assertThat(said).isEmptyFile();
  }

  @Test
  void whatWouldBeIgnoredIsRefused(@TempDir Path dir) {
    for (String words :
        List.of(
            "run --attempts 0",
            "run --attempts x",
            "run --cpus=-1",
            "kernels build linux-6.1 -j 0",
            "run --runs ''",
            "run --resume ''",
            "export --bundle ''",
            "bisect resume ''",
            "bisect --series ''",
            "bisect v1 --config a --config b -k k/v -g g",
            "bisect v1 v2 v3 -k k/v -g g",
            "bisect --series s --onto o -k k/v -g g",
            "bisect --config a --config b --config c -k k/v -g g",
            "doctor --slurm /nope",
            "kernels add mine --directory " + dir + " --ref HEAD",
            "kernels add -- -x --git /nowhere")) {
      String[] split = words.split(" ");
      assertThat(
              straddle(Stream.of(split).map(w -> w.equals("''") ? "" : w).toArray(String[]::new)))
          .as(words)
          .isEqualTo(ExitStatus.USAGE);
    }
    assertThat(err.toString().lines().filter(line -> line.startsWith("straddle: ")))
        .containsExactly(
            "straddle: invalid value for option '--attempts': expects a whole number from 1 to 999999999, not 0",
            "straddle: invalid value for option '--attempts': expects a whole number from 1 to 999999999, not x",
            "straddle: invalid value for option '--cpus': expects a whole number from 1 to 999999999, not -1",
            "straddle: invalid value for option '--jobs': expects a whole number from 1 to 999999999, not 0",
            "straddle: invalid value for option '--runs': the path is empty",
            "straddle: the name of a run is empty",
            "straddle: invalid value for option '--bundle': the path is empty",
            "straddle: the name of a bisection is empty",
            "straddle: invalid value for option '--series': the path is empty",
            "straddle: 'v1' is too much here",
            "straddle: 'v3' is too much here",
            "straddle: --kernel k/v is too much here",
            "straddle: --config c is too much here",
            "straddle: --slurm goes with --on slurm",
            "straddle: --ref goes with --git, and a --directory is taken as it stands",
            "straddle: '--git' is one word too many");
    assertThat(err.toString()).doesNotContain("did you mean");
  }

  @Test
  void everyFirstScreenFitsATerminal() {
    screens(Main.commandLine())
        .forEach(
            command -> {
              List<String> lines = command.getUsageMessage().lines().toList();
              assertThat(lines).as(command.getCommandSpec().qualifiedName()).hasSizeLessThan(24);
              assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
            });
  }

  private static Stream<CommandLine> screens(CommandLine command) {
    return Stream.concat(
        Stream.of(command), command.getSubcommands().values().stream().flatMap(MainTest::screens));
  }

  @Test
  void theGeneralHelpHasALineForEveryCommand() {
    CommandLine straddle = Main.commandLine();
    String help = straddle.getUsageMessage();
    straddle
        .getSubcommands()
        .forEach(
            (name, command) -> {
              if (!command.getCommandSpec().usageMessage().hidden()) {
                assertThat(help).containsPattern("[ ,]" + name + "[ ,]");
              }
            });
  }

  @Test
  void aWordThatIsNothingIsAnErrorEvenWhereHelpIsAskedFor() {
    assertThat(straddle("bout", "--help")).isEqualTo(64);
    assertThat(straddle("kernels", "bild", "--help")).isEqualTo(64);
    assertThat(straddle("boot", "--sed", "3", "linux-6.12/patched", "kaslr-8tib")).isEqualTo(64);
    assertThat(straddle("boot")).isEqualTo(64);
    assertThat(err.toString().lines())
        .containsExactly(
            "straddle: there is no command 'bout'",
            "  next: did you mean 'boot'?",
            "straddle: there is no command 'kernels bild'",
            "  next: did you mean 'build'?",
            "straddle: there is no option '--sed'",
            "  next: did you mean '--seed'?",
            "straddle: missing required parameter: 'KERNEL/VARIANT'",
            "  next: straddle boot --help");
  }

  @Test
  void whoLooksForHelpFindsIt() {
    assertThat(straddle("help", "run")).isEqualTo(64);
    assertThat(straddle("help")).isEqualTo(64);
    assertThat(err.toString().lines())
        .containsExactly(
            "straddle: there is no command 'help'",
            "  next: straddle run --help",
            "straddle: there is no command 'help'",
            "  next: straddle --help, or straddle COMMAND --help");
  }

  @Test
  void aFolderWithASeriesForEachKernelIsNoSeriesItself(@TempDir Path folder) throws Exception {
    Files.createDirectory(folder.resolve("linux-6.1"));
    Path one = Files.createDirectory(folder.resolve("linux-6.12"));
    String onto = "linux-6.12/unpatched";
    assertThat(straddle("series", "check", folder.toString(), "--onto", onto)).isEqualTo(64);
    assertThat(err.toString()).contains("holds no patches", "next: name one of them, " + one);
  }

  @Test
  void whoKeepsRunsElsewhereLooksAtThemThere(@TempDir Path elsewhere) {
    assertThat(straddle("runs", "--runs", elsewhere.toString())).isZero();
    assertThat(straddle("runs", "ls", "--runs", elsewhere.toString())).isZero();
    assertThat(straddle("history", "--runs", elsewhere.toString())).isZero();
    assertThat(out.toString().lines())
        .contains("0 runs in " + elsewhere)
        .doesNotContain("0 runs in " + Places.standard().runs());
    assertThat(elsewhere.resolve("history.sqlite")).exists();
    for (String command : List.of("judge", "report", "compare nosuch")) {
      List<String> words = new ArrayList<>(List.of(command.split(" ")));
      words.addAll(List.of("--runs", elsewhere.toString()));
      assertThat(straddle(words.toArray(String[]::new))).as(command).isEqualTo(64);
    }
    assertThat(err.toString()).contains("there is no run in " + elsewhere);
    for (String command : List.of("runs", "runs ls", "runs gc --keep 1", "history")) {
      List<String> words = new ArrayList<>(List.of(command.split(" ")));
      words.addAll(List.of("--runs", elsewhere.resolve("nope").toString()));
      assertThat(straddle(words.toArray(String[]::new))).as(command).isEqualTo(64);
    }
    assertThat(err.toString()).contains("there is no folder " + elsewhere.resolve("nope"));
    assertThat(elsewhere.resolve("nope")).doesNotExist();
  }

  @Test
  void everyErrorSaysWhatToDoNext() {
    assertThat(straddle("judge", "nosuch")).isEqualTo(64);
    assertThat(straddle("parse", "--rules", "/nosuch", "/dev/null")).isEqualTo(64);
    assertThat(straddle("series", "check", "/nosuch", "--onto", "linux-6.1/patched")).isEqualTo(64);
    assertThat(err.toString().lines().filter(line -> line.startsWith("  next: ")))
        .containsExactly(
            "  next: straddle runs lists those that there are",
            "  next: straddle parse --help",
            "  next: name a folder of patches, an mbox or a diff");
  }

  @Test
  void anImageThatIsNotThereIsNamedAsItWasGiven() {
    assertThat(straddle("boot", "/nowhere/vmlinuz-6.1", "pgd-straddle")).isEqualTo(64);
    assertThat(straddle("boot", "/vmlinuz-6.1", "pgd-straddle")).isEqualTo(64);
    assertThat(straddle("boot", "./bzImage", "pgd-straddle")).isEqualTo(64);
    assertThat(straddle("boot", "../kernels", "pgd-straddle")).isEqualTo(64);
    assertThat(err.toString().lines().filter(line -> line.startsWith("straddle: ")))
        .containsExactly(
            "straddle: there is no file /nowhere/vmlinuz-6.1",
            "straddle: there is no file /vmlinuz-6.1",
            "straddle: there is no file ./bzImage",
            "straddle: ../kernels is a folder, and no kernel tree");
  }

  @Test
  void everyUnknownNameOfANightIsToldAtItsPlace(@TempDir Path dir) throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("mine.yaml"),
            """
            description: names that mean nothing
            matrices: [pgd-snyc]
            tests:
              - kernels: [linux-6.12/nosuch, linux-6.12/patched]
                guests: [pgd-aligned, pgd-alined]
            """);
    assertThat(straddle("nightly", file.toString())).isEqualTo(64);
    assertThat(err.toString())
        .contains(file + ":2:12: there is no matrix 'pgd-snyc'; did you mean 'pgd-sync'?")
        .contains(file + ":4:15: there is no variant of linux-6.12 'nosuch'; known: ")
        .contains(file + ":5:27: there is no guest 'pgd-alined'; did you mean 'pgd-aligned'?")
        .contains("3 problems, nothing was started");
  }

  @Test
  void aKernelVariantIsNoMatrix() {
    assertThat(straddle("run", "linux-6.12/patched")).isEqualTo(64);
    assertThat(err.toString())
        .startsWith("straddle: there is no matrix linux-6.12/patched")
        .contains("straddle boot linux-6.12/patched GUEST");
  }

  @Test
  void aSeedIsNeverNegative() {
    assertThat(straddle("boot", "linux-6.12/patched@kaslr-8tib", "--seed=-1")).isEqualTo(64);
    assertThat(err.toString()).startsWith("straddle: a seed must not be negative");
  }

  @Test
  void theKernelComesBeforeTheGuestEverywhere() {
    assertThat(straddle("boot", "pgd-straddle", "linux-6.12/patched")).isEqualTo(64);
    assertThat(straddle("hunt", "kaslr-8tib", "--until", "oops")).isEqualTo(64);
    assertThat(straddle("repeat", "linux-6.12/patched")).isEqualTo(64);
    assertThat(straddle("boot", "linux-6.12/patched@pgd-stradle")).isEqualTo(64);
    assertThat(err.toString().lines())
        .containsExactly(
            "straddle: the kernel comes before the guest",
            "  next: write linux-6.12/patched pgd-straddle",
            "straddle: 'kaslr-8tib' is a guest; the kernel is missing",
            "  next: write KERNEL/VARIANT before it, as in linux-6.12/unpatched kaslr-8tib",
            "straddle: the guest is missing",
            "  next: write one behind the kernel, as in linux-6.12/patched pgd-straddle",
            "straddle: there is no guest 'pgd-stradle'",
            "  next: did you mean 'pgd-straddle'?");
  }

  @Test
  void completionKnowsCommandsOptionsAndNames() {
    System.setProperty("straddle.home", Path.of("..").toAbsolutePath().normalize().toString());
    try {
      assertThat(complete("")).contains("run", "boot", "kernels");
      assertThat(complete("b")).containsExactly("bisect", "boot");
      assertThat(complete("kernels", "sh")).containsExactly("show");
      assertThat(complete("boot", "--se")).containsExactly("--seed");
      assertThat(complete("boot", "linux-6.12/"))
          .contains("linux-6.12/patched", "linux-6.12/unpatched");
      assertThat(complete("boot", "linux-6.12/patched", "pgd-s")).contains("pgd-straddle");
      assertThat(complete("hunt", "--until", "")).containsExactly("oops", "spans");
      assertThat(complete("run", "pgd")).contains("pgd-sync");
      assertThat(complete("judge", "lat")).containsExactly("latest");
      assertThat(complete("bisect", "-g", "kas")).containsExactly("kaslr-8tib");
      assertThat(complete("bisect", "--kernel", "linux-6.12-c")).contains("linux-6.12-clang");
      assertThat(complete("series", "verify", "--matrix", "pgd")).containsExactly("pgd-sync");
      assertThat(complete("compare", "lat")).containsExactly("latest");
    } finally {
      System.clearProperty("straddle.home");
    }
  }

  private static List<String> complete(String... words) {
    return CompletionCommand.candidates(Main.commandLine().getCommandSpec(), List.of(words));
  }
}
