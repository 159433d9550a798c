package dev.straddle.findings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.straddle.findings.input.ConsoleInput;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * A user's file of rules.
 *
 * @param families tried before the standard ones
 * @param plumbing further functions to pass over
 * @param ignore lines that are never headers, whatever they hold
 */
record RulesFile(
    List<RuleFamily> families,
    List<Rules.PlumbingGroup> plumbing,
    List<RuleFamily.Exemption> ignore) {

  RulesFile {
    families = families == null ? List.of() : List.copyOf(families);
    plumbing = plumbing == null ? List.of() : List.copyOf(plumbing);
    ignore = ignore == null ? List.of() : List.copyOf(ignore);
  }

  /**
   * Reads a file, and tries out its rules.
   *
   * @throws BadRulesException when they cannot be used; the message begins with file:line:column
   */
  static Rules added(Path file, ObjectMapper yaml, Rules standard) {
    String text = "";
    try {
      text = Files.readString(file);
      if (isEmpty(text)) {
        throw new BadRulesException("nothing in here; see docs/parser.md for an example", "", null);
      }
      RulesFile rules = yaml.readValue(text, RulesFile.class);
      Rules all = standard.with(rules);
      CompiledRules.of(all);
      return all;
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      throw at(file, mark.getLine() + 1, mark.getColumn() + 1, e.getProblem(), e);
    } catch (UnrecognizedPropertyException e) {
      String known =
          e.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .sorted()
              .collect(Collectors.joining(", "));
      String key = e.getPropertyName();
      throw at(file, text, key, "unknown key '" + key + "'; known here: " + known, e);
    } catch (JsonProcessingException e) {
      JsonLocation place = e.getLocation();
      throw place == null
          ? at(file, 1, 1, message(e), e)
          : at(file, place.getLineNr(), place.getColumnNr(), message(e), e);
    } catch (IOException e) {
      throw ConsoleInput.unreadable(file.toString(), e);
    } catch (BadRulesException e) {
      throw at(file, text, e.rule(), e.getMessage(), e);
    }
  }

  private static String message(JsonProcessingException e) {
    if (e instanceof InvalidFormatException format && format.getTargetType().isEnum()) {
      String known =
          Stream.of(format.getTargetType().getEnumConstants())
              .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
      return "'" + format.getValue() + "' is none of " + known;
    }
    return e instanceof ValueInstantiationException && e.getCause() != null
        ? e.getCause().getMessage()
        : "another kind of value belongs here; see docs/parser.md for an example";
  }

  private static boolean isEmpty(String text) {
    boolean empty = true;
    for (Event event : new Yaml().parse(new StringReader(text))) {
      empty &= !(event instanceof NodeEvent);
    }
    return empty;
  }

  /** A message about the first place where the file has this key or value. */
  private static BadRulesException at(
      Path file, String text, String value, String message, Exception cause) {
    for (Event event : new Yaml().parse(new StringReader(text))) {
      if (event instanceof ScalarEvent scalar && scalar.getValue().equals(value)) {
        Mark mark = scalar.getStartMark();
        return at(file, mark.getLine() + 1, mark.getColumn() + 1, message, cause);
      }
    }
    return at(file, 1, 1, message, cause);
  }

  private static BadRulesException at(
      Path file, int line, int column, String message, Exception cause) {
    return new BadRulesException("%s:%d:%d: %s".formatted(file, line, column, message), "", cause);
  }
}
