package dev.straddle.model;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a boot has to show for a bug to be there; the same type wherever straddle asks for it:
 * matrices, hunts, bisections.
 *
 * <p>Whether a boot shows it is for {@code verdict} to say. In files of earlier versions, where a
 * crash was the only symptom, the kind is absent.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "symptom", defaultImpl = Symptom.Report.class)
@JsonSubTypes({
  @JsonSubTypes.Type(value = Symptom.Report.class, name = "report"),
  @JsonSubTypes.Type(value = Symptom.Crash.class, name = "crash"),
  @JsonSubTypes.Type(value = Symptom.Gap.class, name = "gap"),
  @JsonSubTypes.Type(value = Symptom.Hang.class, name = "hang"),
  @JsonSubTypes.Type(value = Symptom.ConsoleLine.class, name = "console-line"),
  @JsonSubTypes.Type(value = Symptom.ClaimFails.class, name = "claim-fails"),
  @JsonSubTypes.Type(value = Symptom.GuestTimeAbove.class, name = "guest-time-above"),
  @JsonSubTypes.Type(value = Symptom.BuildFails.class, name = "build-fails"),
  @JsonSubTypes.Type(value = Symptom.AnyOf.class, name = "any-of")
})
public sealed interface Symptom {

  /** In a few words, as messages and reports have it. */
  String inWords();

  /**
   * A report of the kernel on the console that is all that is asked here; what is empty is not
   * asked.
   *
   * @param titles regular expressions of which one must match a whole title
   * @param signatures of which one must be the report's
   * @param types of which one must be the report's, such as {@code WARNING}
   * @param faultIn the region of kernel addresses in which it faulted, such as {@code vmemmap}, for
   *     want of a top-level entry that {@code init_mm} has
   */
  record Report(
      List<String> titles,
      List<String> signatures,
      List<String> types,
      @JsonAlias("faultInVmemmap") Optional<String> faultIn)
      implements Symptom {

    public Report {
      titles = List.copyOf(titles);
      signatures = List.copyOf(signatures);
      types = List.copyOf(types);
      // Earlier versions wrote whether the fault had to lie in vmemmap.
      faultIn = faultIn.map(f -> f.equals("true") ? "vmemmap" : f).filter(f -> !f.equals("false"));
    }

    /** A report of one of these titles. */
    public static Report titled(String... titles) {
      return new Report(List.of(titles), List.of(), List.of(), Optional.empty());
    }

    @Override
    public String inWords() {
      List<String> asked = new ArrayList<>();
      if (!titles.isEmpty()) {
        asked.add("titled " + String.join(" or ", titles));
      }
      if (!signatures.isEmpty()) {
        asked.add("with the signature " + String.join(" or ", signatures));
      }
      if (!types.isEmpty()) {
        asked.add("of type " + String.join(" or ", types));
      }
      faultIn.ifPresent(region -> asked.add("faulting in " + region));
      return "a report" + (asked.isEmpty() ? "" : " " + String.join(", ", asked));
    }
  }

  /** The kernel crashed, whatever it reported. */
  record Crash() implements Symptom {
    @Override
    public String inWords() {
      return "a crash";
    }
  }

  /**
   * Page tables out of step: a top-level entry that {@code init_mm} has and others lack.
   *
   * @param region of kernel addresses that the entry maps, such as {@code vmemmap}; empty for any
   */
  record Gap(Optional<String> region) implements Symptom {
    @Override
    public String inWords() {
      return "a gap in the page tables" + region.map(r -> " at " + r).orElse("");
    }
  }

  /** The guest fell silent, reset or ran out of time. */
  record Hang() implements Symptom {
    @Override
    public String inWords() {
      return "a hang";
    }
  }

  /**
   * A line of the console.
   *
   * @param pattern regular expression that is found in it
   */
  record ConsoleLine(String pattern) implements Symptom {
    @Override
    public String inWords() {
      return "a console line like " + pattern;
    }
  }

  /**
   * A claim that is seen to fail.
   *
   * @param claim its name, as verdicts have it
   */
  record ClaimFails(String claim) implements Symptom {
    @Override
    public String inWords() {
      return "the claim '" + claim + "' fails";
    }
  }

  /** The probe of a seeded boot took more of the guest's time than this. */
  record GuestTimeAbove(Duration bound) implements Symptom {
    @Override
    public String inWords() {
      return "a probe that takes over " + milliseconds(bound) + " of guest time";
    }

    /** A guest's time as it is told, exactly: {@code 51.2034 ms}. */
    public static String milliseconds(Duration time) {
      return BigDecimal.valueOf(time.toNanos(), 6).stripTrailingZeros().toPlainString() + " ms";
    }
  }

  /**
   * No kernel comes of it, so that there is nothing to boot.
   *
   * @param message regular expression that all of the step and its first error must match, as in
   *     {@code compile: mm/x.c:1:2: error: .*}; empty for any failure
   */
  record BuildFails(Optional<String> message) implements Symptom {
    @Override
    public String inWords() {
      return "a build that fails" + message.map(m -> " like " + m).orElse("");
    }
  }

  /** At least one of these. */
  record AnyOf(List<Symptom> symptoms) implements Symptom {
    public AnyOf {
      symptoms = List.copyOf(symptoms);
    }

    @Override
    public String inWords() {
      return symptoms.stream().map(Symptom::inWords).collect(Collectors.joining(", or "));
    }
  }
}
