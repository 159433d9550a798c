package dev.straddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher script, with a java and a mvn that only note how they were called. */
class LauncherTest {

  private static final Path SCRIPT = Path.of("../straddle");

  /** Writes its words to a file; makes the list or the archive that it is asked for. */
  private static final String JAVA =
      """
      #!/bin/sh
      echo "$*" >>"$CALLS"
      for word in "$@"; do
        case $word in
          -XX:ErrorFile=*) errors=${word#*=} ;;
          -XX:DumpLoadedClassList=*plan) echo "java/lang/Object id: 1" >"${word#*=}" ;;
          -XX:DumpLoadedClassList=*) printf '%s\n' "java/io/Reader id: 1" "java/lang/Object id: 2" >"${word#*=}" ;;
          -XX:SharedArchiveFile=*) archive=${word#*=} ;;
          -XX:SharedClassListFile=*) list=${word#*=} ;;
          -Xshare:dump) dump=yes ;;
        esac
      done
      if [ "${dump-}" = yes ]; then
        if [ -n "${DUMP_DIES-}" ]; then
          echo "the JVM died" >"${errors:-hs_err.log}"
          echo "# SIGSEGV"
          kill -ABRT $$
        fi
        # A class that stands twice in the list ends a real JVM, and so does a number of JDK 21.
        [ -s "$list" ] && [ -z "$(sed 's/ id:.*//' "$list" | sort | uniq -d)" ] &&
          [ -z "$(sed -n 's/.* id: //p' "$list" | sort | uniq -d)" ] && echo archive >"$archive"
      fi
      """;

  private static final String MVN =
      """
      #!/bin/sh
      echo "mvn $*" >>"$CALLS"
      touch orchestrator/target/straddle.jar
      """;

  @TempDir private Path scratch;
  private Path home;
  private Path target;
  private Path folder;
  private Path calls;

  @BeforeEach
  void checkout() throws IOException {
    home = scratch.resolve("check out");
    target = home.resolve("orchestrator/target");
    folder = Files.createDirectories(scratch.resolve("folder of the user"));
    calls = scratch.resolve("calls");
    Files.createDirectories(home.resolve("orchestrator/src/main"));
    Files.createFile(home.resolve("pom.xml"));
    Files.createFile(home.resolve("orchestrator/pom.xml"));
    Files.copy(SCRIPT, home.resolve("straddle"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(scratch.resolve("bin"));
    program("java", JAVA);
    program("mvn", MVN);
  }

  @Test
  void theFirstStartBuildsAndArchivesAndTheSecondDoesNeither() throws Exception {
    Ended first = straddle(false, "plan");
    assertThat(first.status()).as(first.output()).isZero();
    assertThat(calls())
        .satisfiesExactly(
            build -> assertThat(build).startsWith("mvn "),
            list -> assertThat(list).contains("-XX:DumpLoadedClassList=").endsWith("Main plan"),
            list -> assertThat(list).contains("-XX:DumpLoadedClassList=").endsWith("Main parse"),
            dump -> assertThat(dump).contains("-Xshare:dump"),
            run ->
                assertThat(run)
                    .contains("-XX:SharedArchiveFile=" + target.resolve("straddle.jsa"))
                    .endsWith("Main plan"));

    Files.delete(calls);
    Ended second = straddle(false, "boot", "k/v", "two words");
    assertThat(second.output()).isEmpty();
    assertThat(calls())
        .singleElement()
        .satisfies(run -> assertThat(run).endsWith("Main boot k/v two words"));
  }

  @Test
  void aReleaseBringsItsJarAndNeedsNoMaven() throws Exception {
    Path lib = Files.createDirectories(home.resolve("lib"));
    Files.createFile(lib.resolve("straddle.jar"));
    program("mvn", "#!/bin/sh\nexit 1\n");

    Ended first = straddle(false, "plan");
    assertThat(first.status()).as(first.output()).isZero();
    assertThat(calls()).hasSize(4).last().asString().contains("-cp " + lib + "/straddle.jar");
    assertThat(lib.resolve("straddle.jsa")).exists();
  }

  @Test
  void anArchiveThatCannotBeMadeIsToldOnceAndDoesNoHarm() throws Exception {
    Ended first = straddle(true, "plan");
    assertThat(first.status()).as(first.output()).isZero();
    assertThat(first.output()).contains("no archive of classes", "next: see ");
    assertThat(target.resolve("straddle.jsa.log")).content().contains("SIGSEGV");
    assertThat(calls().get(4)).doesNotContain("SharedArchiveFile").endsWith("Main plan");

    Files.delete(calls);
    Ended second = straddle(true, "plan");
    assertThat(second.status()).isZero();
    assertThat(second.output()).isEmpty();
    assertThat(calls()).hasSize(1);
  }

  @Test
  void whateverHappensNothingIsWrittenIntoTheUsersFolder() throws Exception {
    straddle(true, "plan");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
    assertThat(calls().subList(1, calls().size()))
        .allSatisfy(call -> assertThat(call).contains("-XX:ErrorFile=" + target + "/"));
  }

  @Test
  void whatGoesWrongBeforeATestIsNoWordOnItsCommit() throws Exception {
    program("mvn", "#!/bin/sh\nexit 1\n");
    assertThat(straddle(false, "test", "k/v", "guest").status()).isEqualTo(128);
    assertThat(straddle(false, "boot", "k/v", "guest").status()).isEqualTo(2);
  }

  /** A JVM that finds no memory ends with 1, one that is absent with 127, one killed with 137. */
  @ParameterizedTest
  @CsvSource({
    "0,0", "3,1", "125,125", "1,128", "2,128", "126,128", "127,128", "137,128", "255,128"
  })
  void gitHearsOfACommitOnlyWhatTheTestSays(int ofJava, int ofTheTest) throws Exception {
    straddle(false, "plan");
    program("java", JAVA + "exit " + ofJava + "\n");
    assertThat(straddle(false, "test", "k/v", "guest").status()).isEqualTo(ofTheTest);
    assertThat(straddle(false, "boot", "k/v", "guest").status()).isEqualTo(ofJava);
    assertThat(calls().get(5)).contains("-Dstraddle.bad=3");
    assertThat(calls().get(6)).doesNotContain("straddle.bad");
  }

  private record Ended(int status, String output) {}

  private Ended straddle(boolean dumpDies, String... words) throws Exception {
    List<String> argv = new ArrayList<>(List.of(home.resolve("straddle").toString()));
    argv.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(argv).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("PATH", scratch.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().put("CALLS", calls.toString());
    if (dumpDies) {
      builder.environment().put("DUMP_DIES", "yes");
    }
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), output);
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(calls);
  }

  private void program(String name, String text) throws IOException {
    Path file = Files.writeString(scratch.resolve("bin").resolve(name), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
