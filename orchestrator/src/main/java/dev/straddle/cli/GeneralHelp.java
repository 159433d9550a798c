package dev.straddle.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;

/** What a bare {@code straddle} says: all commands in groups, one line each, on one screen. */
final class GeneralHelp {

  /**
   * A line of it.
   *
   * @param group only in the first line of a group
   * @param names of commands that go together
   * @param text for more than one; a single command has its own
   */
  private record Line(String group, List<String> names, String text) {
    static Line of(String group, String name) {
      return new Line(group, List.of(name), "");
    }
  }

  private static final List<Line> LINES =
      List.of(
          Line.of("run", "run"),
          Line.of("", "boot"),
          Line.of("", "replay"),
          Line.of("", "hunt"),
          Line.of("", "repeat"),
          Line.of("", "shell"),
          new Line("", List.of("bisect", "test"), "the commit that brought a bug, however rare"),
          Line.of("", "nightly"),
          Line.of("look", "plan"),
          new Line("", List.of("judge", "report"), "verdict and reports again, from a run on disk"),
          Line.of("", "runs"),
          Line.of("", "parse"),
          new Line(
              "", List.of("history", "regressions", "compare"), "what changed from run to run"),
          new Line("", List.of("export", "site"), "runs for other programs, and as pages"),
          new Line(
              "build",
              List.of("kernels", "guests"),
              "what there is; kernels also builds, and adds yours"),
          Line.of("", "series"),
          Line.of("tidy", "doctor"),
          Line.of("", "cache"),
          Line.of("", "generate-completion"));

  private static final int NAME_COLUMN = 7;
  private static final int TEXT_COLUMN = 29;

  private GeneralHelp() {}

  static String text(List<Class<? extends Subcommand>> all) {
    Map<String, Command> commands = new LinkedHashMap<>();
    all.stream()
        .map(command -> command.getAnnotation(Command.class))
        .forEach(command -> commands.put(command.name(), command));
    Set<String> left = new LinkedHashSet<>(commands.keySet());
    StringBuilder text = new StringBuilder("Usage: straddle COMMAND [ARGUMENT...]\n\n");
    String group = "";
    for (Line line : LINES) {
      group = line.group().isEmpty() ? group : line.group();
      List<String> present = new ArrayList<>(line.names());
      present.retainAll(commands.keySet());
      left.removeAll(present);
      if (!present.isEmpty()) {
        String words = present.size() > 1 ? line.text() : header(commands.get(present.get(0)));
        append(text, group, String.join(", ", present), words);
        group = "";
      }
    }
    left.removeIf(name -> commands.get(name).hidden());
    left.forEach(name -> append(text, "", name, header(commands.get(name))));
    return text.append(
            """

            straddle COMMAND --help tells more. Status 0: as expected, 1: not, 2: no answer.
            """)
        .toString();
  }

  private static String header(Command command) {
    String[] header = command.header();
    return header.length == 0 ? "" : header[0];
  }

  private static void append(StringBuilder text, String group, String names, String words) {
    String name = group + " ".repeat(NAME_COLUMN - group.length()) + names + "  ";
    text.append(name)
        .append(" ".repeat(Math.max(0, TEXT_COLUMN - name.length())))
        .append(words)
        .append('\n');
  }
}
