package dev.straddle.findings;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the parser knows about the kernel's words: headers by family, and functions to pass over.
 *
 * @param families in the order in which they were read
 * @param plumbing functions that report or carry a crash but are not to blame
 * @param sameName functions that go under one name: by situation, {@code stall} or {@code waiting},
 *     and then by that name
 * @param anchors functions just inside which a hanging task is to be found
 * @param ignore lines that are never headers
 */
public record Rules(
    List<RuleFamily> families,
    List<PlumbingGroup> plumbing,
    Map<String, Map<String, List<String>>> sameName,
    List<String> anchors,
    List<RuleFamily.Exemption> ignore) {

  private static final String HOME = "rules/";

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  /**
   * One group of functions to pass over.
   *
   * @param why they are not to blame
   * @param where in the kernel's source they are found; may be absent
   * @param functions names, {@code *} stands for any text; an entry may hold several, between
   *     spaces
   */
  public record PlumbingGroup(String group, String why, String where, List<String> functions) {
    public PlumbingGroup {
      functions = functions.stream().flatMap(f -> Stream.of(f.trim().split("\\s+"))).toList();
    }
  }

  /** The content of {@code index.yaml}: names of files. */
  record Index(List<String> families, List<String> plumbing) {}

  /** The content of {@code hangs.yaml}. */
  record Hangs(Map<String, Map<String, List<String>>> sameName, List<String> anchors) {}

  public Rules {
    families = List.copyOf(families);
    plumbing = List.copyOf(plumbing);
    sameName = Map.copyOf(sameName);
    anchors = List.copyOf(anchors);
    ignore = List.copyOf(ignore);
  }

  /** The rules that come with straddle. */
  public static Rules standard() {
    try {
      Index index = read("index.yaml", Index.class);
      List<RuleFamily> families = new ArrayList<>();
      for (String name : index.families()) {
        families.add(read(name + ".yaml", RuleFamily.class));
      }
      List<PlumbingGroup> plumbing = new ArrayList<>();
      for (String name : index.plumbing()) {
        plumbing.addAll(List.of(read("plumbing/" + name + ".yaml", PlumbingGroup[].class)));
      }
      Hangs hangs = read("hangs.yaml", Hangs.class);
      return new Rules(families, plumbing, hangs.sameName(), hangs.anchors(), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException("the parser's own rules cannot be read", e);
    }
  }

  /**
   * These rules and those of a user's file, which are tried first.
   *
   * @throws BadRulesException when they cannot be used; the message begins with file:line:column
   */
  public Rules with(Path file) {
    return RulesFile.added(file, YAML, this);
  }

  Rules with(RulesFile user) {
    return new Rules(
        join(user.families(), families),
        join(user.plumbing(), plumbing),
        sameName,
        anchors,
        join(user.ignore(), ignore));
  }

  private static <T> List<T> join(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static <T> T read(String name, Class<T> type) throws IOException {
    try (InputStream in = Rules.class.getResourceAsStream(HOME + name)) {
      if (in == null) {
        throw new IOException("no resource " + HOME + name);
      }
      return YAML.readValue(in, type);
    }
  }
}
