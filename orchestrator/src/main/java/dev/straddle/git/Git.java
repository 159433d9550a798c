package dev.straddle.git;

import dev.straddle.process.Command;
import dev.straddle.process.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Runs git in one directory.
 *
 * @param directory where it runs
 * @param environment set on top of what makes it safe
 * @param settings of git's configuration, likewise
 */
public record Git(Path directory, Map<String, String> environment, List<String> settings) {

  private static final Map<String, String> SAFE =
      Map.ofEntries(
          Map.entry("LC_ALL", "C"),
          Map.entry("GIT_CONFIG_NOSYSTEM", "1"),
          Map.entry("GIT_CONFIG_GLOBAL", "/dev/null"),
          Map.entry("GIT_ATTR_NOSYSTEM", "1"),
          Map.entry("GIT_OPTIONAL_LOCKS", "0"),
          Map.entry("GIT_TERMINAL_PROMPT", "0"),
          Map.entry("GIT_PAGER", "cat"),
          // An object that is missing is not fetched by a program that the repository names.
          Map.entry("GIT_NO_LAZY_FETCH", "1"),
          Map.entry("GIT_ALLOW_PROTOCOL", "none"));

  /** Settings that make git run something, or look beyond its directory. */
  private static final List<String> SETTINGS =
      List.of(
          "core.fsmonitor=false",
          "core.hooksPath=/dev/null",
          "core.sshCommand=false",
          "core.autocrlf=false",
          "core.quotePath=false",
          "core.protectNTFS=true",
          "core.protectHFS=true",
          "log.showSignature=false",
          "submodule.recurse=false",
          "gc.auto=0",
          "safe.directory=*");

  /** Variables by which a hook of git's tells its children which repository it means. */
  private static final List<String> FOREIGN =
      List.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX");

  public Git {
    environment = Map.copyOf(environment);
    settings = List.copyOf(settings);
  }

  public static Git in(Path directory) {
    return new Git(directory, Map.of(), List.of());
  }

  /** The same with these variables as well. */
  public Git with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(environment);
    all.putAll(more);
    return new Git(directory, all, settings);
  }

  /** The same with these settings, such as {@code core.bare=false}, as well. */
  public Git configured(String... more) {
    List<String> all = new ArrayList<>(settings);
    all.addAll(List.of(more));
    return new Git(directory, environment, all);
  }

  /** The command, to be heard or given a deadline. */
  public Command command(String... words) {
    return Command.of(argv(List.of(words))).in(directory).with(SAFE).with(environment);
  }

  public Result run(String... words) throws InterruptedException {
    return inShort(command(words).run(), words);
  }

  /** Named without the settings, which are the same for every command and say nothing to people. */
  private static Result inShort(Result result, String... words) {
    List<String> argv = new ArrayList<>(List.of("git"));
    argv.addAll(List.of(words));
    return new Result(argv, result.exit(), result.tail(), result.took());
  }

  /** What the command printed, between NULs; it was asked to print so with {@code -z}. */
  public Parts parts(String... words) throws IOException, InterruptedException {
    Path out = Files.createTempFile("straddle-git-", "");
    try {
      Result result = redirected("exec \"$@\" >\"$FILE\"", out, words);
      String text = new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
      return new Parts(
          result,
          text.isEmpty() ? List.of() : Arrays.asList(text.split("\0", -1)).subList(0, ends(text)));
    } finally {
      Files.deleteIfExists(out);
    }
  }

  private static int ends(String text) {
    return (int) text.chars().filter(c -> c == '\0').count();
  }

  /** Runs a command that reads names from its standard input, with {@code -z}. */
  public Result given(List<String> names, String... words)
      throws IOException, InterruptedException {
    Path in = Files.createTempFile("straddle-git-", "");
    try {
      StringBuilder text = new StringBuilder();
      names.forEach(name -> text.append(name).append('\0'));
      Files.writeString(in, text);
      return redirected("exec \"$@\" <\"$FILE\"", in, words);
    } finally {
      Files.deleteIfExists(in);
    }
  }

  /** Runs a command with its standard input and output in files. */
  public Result between(Path in, Path out, String... words) throws InterruptedException {
    return with(Map.of("OUT", out.toString()))
        .redirected("exec \"$@\" <\"$FILE\" >\"$OUT\"", in, words);
  }

  /**
   * What a command printed.
   *
   * @param names empty parts left in
   */
  public record Parts(Result result, List<String> names) {
    public Parts {
      names = List.copyOf(names);
    }
  }

  private Result redirected(String script, Path file, String... words) throws InterruptedException {
    List<String> argv = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    argv.addAll(argv(List.of(words)));
    return inShort(
        Command.of(argv)
            .in(directory)
            .with(SAFE)
            .with(environment)
            .with(Map.of("FILE", file.toString()))
            .run(),
        words);
  }

  private List<String> argv(List<String> words) {
    List<String> argv = new ArrayList<>();
    List<String> foreign =
        FOREIGN.stream()
            .filter(System.getenv()::containsKey)
            .filter(name -> !environment.containsKey(name))
            .toList();
    if (!foreign.isEmpty()) {
      argv.add("env");
      foreign.forEach(name -> argv.addAll(List.of("-u", name)));
    }
    argv.add("git");
    Stream.concat(SETTINGS.stream(), settings.stream())
        .forEach(setting -> argv.addAll(List.of("-c", setting)));
    argv.addAll(words);
    return argv;
  }
}
