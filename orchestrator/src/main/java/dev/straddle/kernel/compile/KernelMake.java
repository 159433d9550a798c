package dev.straddle.kernel.compile;

import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.model.InfraException;
import dev.straddle.model.WorkEvent;
import dev.straddle.process.Command;
import dev.straddle.process.Exit;
import dev.straddle.process.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The kernel's own make, out of tree, made so that equal input gives equal bits.
 *
 * @param source top of the tree
 * @param objects where everything is built
 * @param ccache its cache
 * @param log where all output goes
 * @param known how messages name the top of the tree: the user's own path with a slash, or nothing
 */
public record KernelMake(
    Path source,
    Path objects,
    Path ccache,
    Toolchain toolchain,
    int jobs,
    Path log,
    String known,
    Consumer<WorkEvent> listener) {

  /** What came of a run of make. */
  public record Made(long objects, SortedSet<String> warnings) {}

  /**
   * Bytes with which no kernel builds. On a full disk compilers fail without a word or with a wrong
   * one, and what they delete then leaves some room.
   */
  private static final long LITTLE_ROOM = 32L << 20;

  /** Guests that run meanwhile have deadlines, compilers have none. */
  private static final List<String> BEHIND_GUESTS = List.of("nice", "-n", "10");

  /**
   * What a build may know of the user's environment. Of the rest much would get into a kernel that
   * is kept under a key without it: {@code CROSS_COMPILE}, {@code LLVM}, {@code KCPPFLAGS}, {@code
   * KCONFIG_ALLCONFIG}, and whatever a tree's own files read.
   */
  private static final Set<String> INHERITED =
      Set.of("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "LD_LIBRARY_PATH", "PKG_CONFIG_PATH");

  /**
   * {@code LC_ALL} rules; {@code LANG} is fixed because ccache knows objects by it all the same.
   */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "LC_ALL", "C",
          "LANG", "C.UTF-8",
          "ARCH", "x86",
          "KBUILD_BUILD_TIMESTAMP", "Thu Jan  1 00:00:00 UTC 2026",
          "KBUILD_BUILD_USER", "straddle",
          "KBUILD_BUILD_HOST", "straddle",
          "KBUILD_BUILD_VERSION", "1",
          "MAKEFLAGS", "");

  private static final Pattern OBJECT = Pattern.compile(" {2}(CC|AS|HOSTCC|AR|LD|CC \\[M\\]) .*");

  /**
   * Makes targets of the configuration.
   *
   * <p>Without ccache: Kconfig asks the compiler what it can, and some of that the preprocessor
   * answers, whose warnings are lost where ccache compiles what was preprocessed.
   *
   * @throws StepFailedException with the first error
   * @throws InfraException when the host is to blame
   */
  public void configure(List<String> targets) throws InterruptedException, StepFailedException {
    make("config", "", 0, targets, Map.of("CCACHE_DISABLE", "1"));
  }

  /**
   * Makes targets.
   *
   * @param localVersion end of the release string
   * @param expected how many objects this may take, for progress; 0 when unknown
   * @return how many objects were announced, and what the compiler warned of
   * @throws StepFailedException with the first error
   * @throws InfraException when the host is to blame
   */
  public Made make(String step, String localVersion, long expected, List<String> targets)
      throws InterruptedException, StepFailedException {
    return make(step, localVersion, expected, targets, cached());
  }

  private Made make(
      String step,
      String localVersion,
      long expected,
      List<String> targets,
      Map<String, String> compiler)
      throws InterruptedException, StepFailedException {
    List<String> argv = new ArrayList<>(BEHIND_GUESTS);
    argv.addAll(List.of("make", "-j" + jobs, "-C", source.toString()));
    argv.addAll(toolchain.variables());
    argv.addAll(
        List.of(
            "O=" + objects,
            "LOCALVERSION=" + localVersion,
            "KCFLAGS=" + prefixMaps((from, to) -> "-ffile-prefix-map=" + from + "=" + to),
            "KAFLAGS=" + prefixMaps(toolchain::assemblerPrefixMap)));
    argv.addAll(targets);
    CompilerErrors errors = new CompilerErrors();
    long[] objectsSeen = {0};
    Result result =
        Command.of(argv)
            .inheriting(INHERITED)
            .with(ENVIRONMENT)
            .with(compiler)
            .loggedTo(log)
            .heardBy(
                (channel, line) -> {
                  errors.line(asKnown(line));
                  if (OBJECT.matcher(line).matches()) {
                    long done = ++objectsSeen[0];
                    listener.accept(
                        new WorkEvent.Progress(done, done < expected ? expected : 0, "objects"));
                  }
                })
            .run();
    if (!result.ok()) {
      fail(step, result, errors);
    }
    return new Made(objectsSeen[0], errors.warnings());
  }

  /** A message with paths that whoever reads it can open. */
  public String asKnown(String message) {
    return message.replace(source + "/", known);
  }

  private void fail(String step, Result result, CompilerErrors errors) throws StepFailedException {
    for (Path place : List.of(objects, Path.of(System.getProperty("java.io.tmpdir")))) {
      long left = place.toFile().getUsableSpace();
      if (left < LITTLE_ROOM) {
        throw new InfraException(
            "the build stopped, and where it writes, the disk is full: " + place,
            "free disk space, or point XDG_CACHE_HOME at a larger file system; log: " + log);
      }
    }
    if (!(result.exit() instanceof Exit.Exited)) {
      throw new InfraException(
          result.describe(), "look at the host's memory and at " + log + ", then start again");
    }
    if (errors.hostTrouble().isPresent()) {
      throw new InfraException(
          "the build stopped: " + errors.hostTrouble().get(),
          "free disk space or memory (fewer jobs need less), then start again; log: " + log);
    }
    if (errors.oldTool().isPresent()) {
      throw new InfraException(
          "this kernel needs newer tools than '"
              + toolchain.asked()
              + "' has: "
              + errors.oldTool().get(),
          "install a newer compiler and name it in 'toolchain:', as in toolchain: gcc-13");
    }
    if (errors.missingTool().isPresent()) {
      throw new InfraException(
          "the host lacks something that builds kernels: " + errors.missingTool().get(),
          "run ./straddle doctor --install");
    }
    throw new StepFailedException(step, errors.first().orElseGet(result::describe));
  }

  /** Keeps the cache's place out of the image, however the compiler is told of a file. */
  private String prefixMaps(BinaryOperator<String> option) {
    return String.join(
        " ",
        option.apply(source + "/", ""),
        option.apply(objects.relativize(source) + "/", ""),
        option.apply(objects.toString(), "."));
  }

  private Map<String, String> cached() {
    return Map.of(
        "CCACHE_DIR",
        ccache.toString(),
        // Paths below it are given to the compiler as relative ones: trees at other places share
        // objects.
        "CCACHE_BASEDIR",
        source.getParent().toString(),
        "CCACHE_ABSSTDERR",
        "1",
        "CCACHE_NOHASHDIR",
        "1",
        // The file, not what was preprocessed: compilers warn of what macros come to there, and of
        // self-comparisons that nobody wrote.
        "CCACHE_CPP2",
        "1",
        "CCACHE_CONFIGPATH",
        ccache.resolve("ccache.conf").toString(),
        "CCACHE_MAXSIZE",
        "3G");
  }
}
