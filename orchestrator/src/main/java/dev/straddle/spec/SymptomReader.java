package dev.straddle.spec;

import dev.straddle.model.BadInputException;
import dev.straddle.model.KernelRegion;
import dev.straddle.model.ReportTypes;
import dev.straddle.model.Symptom;
import dev.straddle.text.Suggestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a symptom: as fields of YAML, described in {@code schemas/matrix.schema.json}, or as one
 * word of a command line.
 */
public final class SymptomReader {

  /** How a command line spells symptoms, for its help. */
  public static final String SPELLINGS =
      "crash, hang, build[:RE], gap[:REGION], title:RE, console:RE, signature:TEXT, type:TYPE,"
          + " claim:NAME, fault-in:REGION, guest-time:TIME";

  private static final List<String> OF_REPORTS =
      List.of("titles", "signatures", "types", "fault-in");

  private SymptomReader() {}

  /**
   * The symptom that {@code --symptom} names; empty where it names none.
   *
   * @throws BadInputException which says what would be right
   */
  public static Optional<Symptom> asked(List<String> words) {
    try {
      return words.isEmpty() ? Optional.empty() : Optional.of(parse(words));
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--symptom: " + e.getMessage());
    }
  }

  /**
   * The symptom that words of a command line name; of several, any.
   *
   * @throws IllegalArgumentException which says what would be right
   */
  public static Symptom parse(List<String> words) {
    List<Symptom> all = words.stream().map(SymptomReader::parse).toList();
    return all.size() == 1 ? all.get(0) : new Symptom.AnyOf(all);
  }

  /**
   * The symptom that one word of a command line names.
   *
   * @throws IllegalArgumentException which says what would be right
   */
  public static Symptom parse(String word) {
    int colon = word.indexOf(':');
    String kind = colon < 0 ? word : word.substring(0, colon);
    Optional<String> detail =
        colon < 0 ? Optional.empty() : Optional.of(Scalars.text(word.substring(colon + 1)));
    return switch (kind) {
      case "crash" -> bare(word, detail, new Symptom.Crash());
      case "hang" -> bare(word, detail, new Symptom.Hang());
      case "gap" -> new Symptom.Gap(detail.map(SymptomReader::region));
      case "title" -> Symptom.Report.titled(Scalars.regex(needed(kind, detail)));
      case "signature" -> report(List.of(), List.of(needed(kind, detail)), List.of(), null);
      case "type" -> report(List.of(), List.of(), List.of(type(needed(kind, detail))), null);
      case "fault-in" -> report(List.of(), List.of(), List.of(), region(needed(kind, detail)));
      case "console" -> new Symptom.ConsoleLine(Scalars.linearRegex(needed(kind, detail)));
      case "claim" -> new Symptom.ClaimFails(needed(kind, detail));
      case "guest-time" -> new Symptom.GuestTimeAbove(guestTime(needed(kind, detail)));
      case "build" -> new Symptom.BuildFails(detail.map(Scalars::regex));
      default ->
          throw new IllegalArgumentException(
              "'" + kind + "' is no symptom; expects one of " + SPELLINGS);
    };
  }

  /** A guest counts finer than people wait. */
  private static Duration guestTime(String value) {
    return value.matches("\\d{1,9}us")
        ? Duration.ofNanos(1000 * Long.parseLong(value.substring(0, value.length() - 2)))
        : Scalars.duration(value);
  }

  private static Symptom bare(String word, Optional<String> detail, Symptom symptom) {
    if (detail.isPresent()) {
      throw new IllegalArgumentException(
          "expects nothing behind '" + word.substring(0, word.indexOf(':')) + "'");
    }
    return symptom;
  }

  private static String needed(String kind, Optional<String> detail) {
    return detail.orElseThrow(
        () -> new IllegalArgumentException("expects something behind '" + kind + ":'"));
  }

  private static Symptom.Report report(
      List<String> titles, List<String> signatures, List<String> types, String faultIn) {
    return new Symptom.Report(titles, signatures, types, Optional.ofNullable(faultIn));
  }

  /** The one symptom that these fields describe; adds a problem where there is none, or more. */
  static Symptom read(Fields fields) {
    List<Symptom> all = new ArrayList<>();
    if (OF_REPORTS.stream().anyMatch(fields::has)) {
      all.add(
          report(
              fields.list("titles", Scalars::regex),
              fields.list("signatures", Scalars::text),
              fields.list("types", SymptomReader::type),
              fields.optional("fault-in", null, SymptomReader::region)));
      OF_REPORTS.stream()
          .filter(name -> fields.has(name) && fields.isEmptyList(name))
          .forEach(name -> fields.problem(name, "'%s' expects at least one item", name));
    }
    one(fields, "crash", SymptomReader::crash).ifPresent(all::add);
    one(fields, "hang", SymptomReader::hang).ifPresent(all::add);
    one(fields, "gap", SymptomReader::gap).ifPresent(all::add);
    one(fields, "console", v -> new Symptom.ConsoleLine(Scalars.linearRegex(v)))
        .ifPresent(all::add);
    one(fields, "claim", v -> new Symptom.ClaimFails(Scalars.text(v))).ifPresent(all::add);
    one(fields, "guest-time", v -> new Symptom.GuestTimeAbove(guestTime(v))).ifPresent(all::add);
    if (fields.has("any-of")) {
      all.add(
          new Symptom.AnyOf(fields.mappings("any-of").stream().map(SymptomReader::read).toList()));
    }
    if (all.size() != 1) {
      fields.problemHere(
          "expects one symptom: of a report titles, signatures, types, fault-in; or crash, hang,"
              + " gap, console, claim, guest-time, any-of");
    }
    fields.done();
    return all.isEmpty() ? null : all.get(0);
  }

  private static Optional<Symptom> one(
      Fields fields, String name, Function<String, Symptom> reader) {
    return fields.has(name) ? Optional.ofNullable(fields.required(name, reader)) : Optional.empty();
  }

  private static Symptom crash(String value) {
    return only("any", value, new Symptom.Crash());
  }

  private static Symptom hang(String value) {
    return only("any", value, new Symptom.Hang());
  }

  private static Symptom gap(String value) {
    return new Symptom.Gap(value.equals("any") ? Optional.empty() : Optional.of(region(value)));
  }

  private static String region(String value) {
    return known("region of the address space", value, KernelRegion.names());
  }

  private static String type(String value) {
    return known("type of report", value, ReportTypes.ALL);
  }

  /** A name that nothing has would be a symptom that no kernel shows. */
  private static String known(String what, String value, List<String> all) {
    if (!all.contains(value)) {
      throw new IllegalArgumentException(
          "'%s' is no %s; %s".formatted(value, what, Suggestion.among(value, all)));
    }
    return value;
  }

  private static Symptom only(String expected, String value, Symptom symptom) {
    if (!value.equals(expected)) {
      throw new IllegalArgumentException("expects " + expected + ", not '" + value + "'");
    }
    return symptom;
  }
}
