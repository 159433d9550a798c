package dev.straddle.findings;

import dev.straddle.model.Finding;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures the tolerant parser: all forms of all recorded consoles, and logs with a list of titles.
 */
final class LogReport {

  /** Of one form, over all consoles. */
  static final class Tally {
    int crashes;
    int detected;
    int titles;
    int quiet;
    int falseAlarms;

    double share(int part) {
      return crashes == 0 ? 1 : (double) part / crashes;
    }

    @Override
    public String toString() {
      return String.format(
          "%3d crashes: detected %5.1f%%, first title %5.1f%%; %d quiet, %d false alarms",
          crashes, 100 * share(detected), 100 * share(titles), quiet, falseAlarms);
    }
  }

  private final Map<String, Tally> tallies = new LinkedHashMap<>();
  private final List<String> mismatches = new ArrayList<>();

  static List<Finding> parse(byte[] log) {
    FindingParser parser = FindingParser.tolerant();
    parser.accept(log, 0, log.length);
    return parser.finish();
  }

  private static List<Finding> strict(byte[] log) {
    FindingParser parser = FindingParser.standard();
    parser.accept(log, 0, log.length);
    return parser.finish();
  }

  /**
   * Every console in every form; the form that a console was recorded in is what is expected.
   *
   * @param only parts of the names of forms, between bars
   */
  static LogReport ofForms(Path consoles, String only, int every) throws IOException {
    int turn = 0;
    LogReport report = new LogReport();
    Map<String, LogForms.Form> forms = LogForms.all();
    try (Stream<Path> files = Files.list(consoles)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".console")).sorted().toList()) {
        byte[] bytes = Files.readAllBytes(file);
        List<LogForms.Line> lines = LogForms.lines(new String(bytes, StandardCharsets.ISO_8859_1));
        List<Finding> whole = strict(bytes);
        List<Finding> kernel =
            strict(LogForms.kernelLines(lines).getBytes(StandardCharsets.ISO_8859_1));
        for (Map.Entry<String, LogForms.Form> form : forms.entrySet()) {
          if (Arrays.stream(only.split("[|]", -1)).anyMatch(form.getKey()::contains)
              && turn++ % every == 0) {
            report.count(
                form.getKey(),
                file.getFileName().toString(),
                form.getValue().whole() ? whole : kernel,
                parse(form.getValue().of().apply(lines)));
          }
        }
      }
    }
    return report;
  }

  private void count(String form, String file, List<Finding> expected, List<Finding> found) {
    Tally tally = tallies.computeIfAbsent(form, n -> new Tally());
    if (expected.isEmpty()) {
      tally.quiet++;
      if (!found.isEmpty()) {
        tally.falseAlarms++;
        mismatches.add(form + "\t" + file + "\tnothing\t" + found.get(0).title());
      }
      return;
    }
    tally.crashes++;
    tally.detected += found.isEmpty() ? 0 : 1;
    String title = found.isEmpty() ? "nothing" : found.get(0).title();
    if (title.equals(expected.get(0).title())) {
      tally.titles++;
    } else {
      mismatches.add(form + "\t" + file + "\t" + expected.get(0).title() + "\t" + title);
    }
  }

  Map<String, Tally> tallies() {
    return tallies;
  }

  /** All forms together. */
  Tally total() {
    Tally total = new Tally();
    for (Tally tally : tallies.values()) {
      total.crashes += tally.crashes;
      total.detected += tally.detected;
      total.titles += tally.titles;
      total.quiet += tally.quiet;
      total.falseAlarms += tally.falseAlarms;
    }
    return total;
  }

  /** Logs beside an {@code expected.tsv}: titles in order, alternatives behind {@code ~}. */
  static List<String> ofHardLogs(Path folder) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String row : Files.readAllLines(folder.resolve("expected.tsv"))) {
      String[] cells = row.split("\t");
      Path file = folder.resolve(cells[0]);
      if (cells[0].equals("file") || !Files.exists(file)) {
        continue;
      }
      List<String> got = parse(Files.readAllBytes(file)).stream().map(Finding::title).toList();
      boolean right =
          Arrays.stream(cells[1].split(" ~ "))
              .map(
                  a ->
                      a.strip().equals("-") ? List.<String>of() : List.of(a.strip().split(" \\| ")))
              .anyMatch(got::equals);
      if (!right) {
        wrong.add(cells[0] + ": " + got + ", expected " + cells[1]);
      }
    }
    return wrong;
  }

  void print(PrintStream out) {
    mismatches.forEach(out::println);
    tallies.forEach((form, tally) -> out.printf("%-40s %s%n", form, tally));
    out.printf("%-40s %s%n", tallies.size() + " forms", total());
  }

  public static void main(String[] args) throws IOException {
    switch (args[0]) {
      case "forms" ->
          ofForms(
                  Path.of(args[1]),
                  args.length > 2 ? args[2] : "",
                  args.length > 3 ? Integer.parseInt(args[3]) : 1)
              .print(System.out);
      case "hard" -> {
        List<String> wrong = ofHardLogs(Path.of(args[1]));
        wrong.forEach(System.out::println);
        System.out.println(wrong.size() + " wrong");
      }
      case "parse" -> {
        for (int i = 1; i < args.length; i++) {
          for (Finding f : parse(Files.readAllBytes(Path.of(args[i])))) {
            System.out.println(
                args[i]
                    + ":"
                    + f.place().firstLine()
                    + "-"
                    + f.place().lastLine()
                    + ": "
                    + f.title());
            f.report().extract().stream().limit(60).forEach(l -> System.out.println("      " + l));
          }
        }
      }
      case "scan" -> {
        int files = 0;
        try (Stream<Path> all = Files.walk(Path.of(args[1]))) {
          for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
            files++;
            for (Finding f : parse(Files.readAllBytes(file))) {
              System.out.println(file + ":" + f.place().firstLine() + ": " + f.title());
            }
          }
        }
        System.out.println(files + " files");
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }
}
