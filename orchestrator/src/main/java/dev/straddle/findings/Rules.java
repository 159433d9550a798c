package dev.straddle.findings;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the parser knows about the kernel's words: headers by family, and functions to pass over.
 *
 * @param families in the order in which they were read
 * @param plumbing functions that report or carry a crash but are not to blame
 * @param sameName functions that go under one name in a hang
 * @param anchors by name, functions just inside which a hanging task is to be found
 */
public record Rules(
    List<RuleFamily> families,
    List<PlumbingGroup> plumbing,
    Map<String, List<String>> sameName,
    Map<String, List<String>> anchors) {

  private static final String HOME = "rules/";

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  /**
   * One group of functions to pass over, and why; a trailing or leading {@code *} is a wildcard.
   */
  public record PlumbingGroup(String group, String why, List<String> functions) {
    public PlumbingGroup {
      functions = List.copyOf(functions);
    }
  }

  /** The content of {@code index.yaml}. */
  record Index(List<String> families) {}

  /** The content of {@code functions.yaml}. */
  record Functions(
      List<PlumbingGroup> plumbing,
      Map<String, List<String>> sameName,
      Map<String, List<String>> anchors) {}

  public Rules {
    families = List.copyOf(families);
    plumbing = List.copyOf(plumbing);
    sameName = Map.copyOf(sameName);
    anchors = Map.copyOf(anchors);
  }

  /** The rules that come with straddle. */
  public static Rules standard() {
    try {
      List<RuleFamily> families = new ArrayList<>();
      for (String name : read("index.yaml", Index.class).families()) {
        families.add(read(name + ".yaml", RuleFamily.class));
      }
      Functions functions = read("functions.yaml", Functions.class);
      return new Rules(families, functions.plumbing(), functions.sameName(), functions.anchors());
    } catch (IOException e) {
      throw new UncheckedIOException("the parser's own rules cannot be read", e);
    }
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
