package dev.straddle.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One crash, warning or stall that a log holds. Its JSON form is flat: the records in it lend their
 * fields.
 *
 * @param kind the family, such as {@code page-fault} or {@code KASAN}
 * @param type what it means for the kernel, such as {@code WARNING}, {@code HANG} or {@code
 *     KASAN-USE-AFTER-FREE-READ}
 * @param title what a kernel developer would call it, such as {@code BUG: unable to handle kernel
 *     paging request in __init_zone_device_page}
 * @param alternativeTitles titles under which other reports of the same crash may go, sorted
 * @param signature equal for two reports of one bug, whatever the build, CPU or addresses
 * @param place where in the log it stands
 * @param report what the kernel said
 * @param aftermath what came of it
 * @param evidence how it stood there, and how sure it is
 */
public record Finding(
    String kind,
    String type,
    String title,
    List<String> alternativeTitles,
    String signature,
    @JsonUnwrapped Place place,
    @JsonUnwrapped Report report,
    @JsonUnwrapped Aftermath aftermath,
    @JsonUnwrapped Evidence evidence) {

  /**
   * Where a finding stands.
   *
   * @param firstLine counts from 1
   * @param lastLine counts from 1, included
   * @param startByte offset of the first line in the log
   * @param endByte offset just behind the last line
   */
  public record Place(long firstLine, long lastLine, long startByte, long endByte) {}

  /**
   * What the kernel said.
   *
   * @param extract its lines, without what stood before the kernel's text
   * @param frame the guilty function
   * @param trace the call trace in which the guilty function was looked for, innermost first
   * @param registers as the kernel printed them first, by name ({@code RAX}, {@code CR2} …)
   * @param faultAddress CR2 of a page fault, the accessed address that a sanitizer tells
   * @param pageFault the error code of a page fault, in words
   * @param task who ran
   * @param taint the kernel's taint flags
   */
  public record Report(
      List<String> extract,
      Optional<String> frame,
      List<StackFrame> trace,
      Map<String, Address> registers,
      Optional<Address> faultAddress,
      Optional<PageFault> pageFault,
      Optional<CrashedTask> task,
      Optional<Taint> taint) {
    public Report {
      extract = List.copyOf(extract);
      trace = List.copyOf(trace);
      registers = Map.copyOf(registers);
    }

    Report withTrace(List<StackFrame> newTrace) {
      return new Report(extract, frame, newTrace, registers, faultAddress, pageFault, task, taint);
    }
  }

  /**
   * What came of it.
   *
   * @param panicked whether the kernel panicked because of it
   * @param consequenceOf the first line of an earlier finding that probably caused this one
   */
  public record Aftermath(boolean panicked, Optional<Long> consequenceOf) {}

  /**
   * How a finding stood in its log.
   *
   * @param damaged true when lines are missing or mixed with others, so that the title may be too
   * @param forms what was taken off around the kernel's text, the outermost first
   * @param certainty how sure the parser is; absent in what older versions wrote
   */
  public record Evidence(boolean damaged, List<String> forms, Optional<Certainty> certainty) {
    public Evidence {
      forms = List.copyOf(forms);
    }
  }

  /** How sure the parser is that this is a report of a kernel, and of this kind. */
  public enum Certainty {
    /** The log says that the kernel speaks, and the header is a known one. */
    CERTAIN,
    /** The header is a known one, and what follows it is a report's too. */
    LIKELY,
    /** Known only by what follows, or damaged. */
    POSSIBLE
  }

  public Finding {
    alternativeTitles = List.copyOf(alternativeTitles);
  }

  /** This finding, marked as a consequence of the one that begins at the given line. */
  public Finding causedBy(long line) {
    return with(place, report, new Aftermath(aftermath.panicked(), Optional.of(line)));
  }

  /** This finding, followed by a panic. */
  public Finding thenPanicked() {
    return with(place, report, new Aftermath(true, aftermath.consequenceOf()));
  }

  /** This finding with another trace, as when frames have been symbolised. */
  public Finding withTrace(List<StackFrame> trace) {
    return with(place, report.withTrace(trace), aftermath);
  }

  /** This finding elsewhere in the file, as when that had to be decoded. */
  public Finding at(long startByte, long endByte) {
    return with(
        new Place(place.firstLine(), place.lastLine(), startByte, endByte), report, aftermath);
  }

  private Finding with(Place newPlace, Report newReport, Aftermath newAftermath) {
    return new Finding(
        kind,
        type,
        title,
        alternativeTitles,
        signature,
        newPlace,
        newReport,
        newAftermath,
        evidence);
  }
}
