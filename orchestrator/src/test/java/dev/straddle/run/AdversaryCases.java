package dev.straddle.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The table of {@code adversary/cases.yaml}. */
final class AdversaryCases {

  static final Path FOLDER = Path.of("..", "adversary").toAbsolutePath().normalize();

  private static final Set<String> KEYS =
      Set.of(
          "name",
          "kind",
          "both",
          "without",
          "with",
          "cmdline",
          "probe",
          "timeout",
          "settle",
          "cpus",
          "titles-only",
          "pair",
          "cell");

  private AdversaryCases() {}

  /**
   * A case.
   *
   * @param ofItsKind whether it runs in every {@code mvn verify}
   * @param probe in which the line WORK stands for the usual probe
   * @param titlesOnly whether a report is the bug's by its title alone
   * @param isPair whether the words are of a pair of variants rather than of one boot
   */
  record Case(
      String name,
      boolean ofItsKind,
      List<String> cmdline,
      String probe,
      String timeout,
      String settle,
      String cpus,
      boolean titlesOnly,
      boolean isPair,
      List<String> words) {

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> all() throws IOException {
    List<Case> all = new ArrayList<>();
    Object table =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(Files.readString(FOLDER.resolve("cases.yaml")));
    for (Object one : (List<?>) table) {
      Map<?, ?> fields = (Map<?, ?>) one;
      assertThat(fields.keySet()).as("%s", fields).allMatch(KEYS::contains);
      all.add(read(fields));
    }
    return all;
  }

  private static Case read(Map<?, ?> fields) {
    List<String> cmdline = new ArrayList<>(words(fields.get("cmdline")));
    parameter(cmdline, "adv", fields.get("both"));
    parameter(cmdline, "adv0", fields.get("without"));
    parameter(cmdline, "adv1", fields.get("with"));
    boolean pair = fields.containsKey("pair");
    assertThat(pair).as("%s", fields).isNotEqualTo(fields.containsKey("cell"));
    return new Case(
        text(fields, "name", ""),
        Boolean.TRUE.equals(fields.get("kind")),
        cmdline,
        text(fields, "probe", "WORK\n"),
        text(fields, "timeout", "20s"),
        text(fields, "settle", "500ms"),
        text(fields, "cpus", "1"),
        Boolean.TRUE.equals(fields.get("titles-only")),
        pair,
        words(fields.get(pair ? "pair" : "cell")));
  }

  private static void parameter(List<String> cmdline, String name, Object value) {
    if (value != null) {
      cmdline.add(name + "=" + value);
    }
  }

  private static String text(Map<?, ?> fields, String key, String otherwise) {
    Object value = fields.get(key);
    return value == null ? otherwise : value.toString();
  }

  private static List<String> words(Object value) {
    return value == null ? List.of() : ((List<?>) value).stream().map(Object::toString).toList();
  }
}
