package dev.straddle.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One crash, warning or stall that a console holds.
 *
 * @param kind the family, such as {@code page-fault} or {@code KASAN}
 * @param type what it means for the kernel, such as {@code WARNING}, {@code HANG} or {@code
 *     KASAN-USE-AFTER-FREE-READ}
 * @param title what a kernel developer would call it, such as {@code BUG: unable to handle kernel
 *     paging request in __init_zone_device_page}
 * @param alternativeTitles titles under which other reports of the same crash may go, sorted
 * @param firstLine counts from 1
 * @param lastLine counts from 1, included
 * @param startByte offset of the first line in the console
 * @param endByte offset just behind the last line
 * @param extract the lines of the report, without printk prefixes
 * @param frame the guilty function
 * @param trace the call trace in which the guilty function was looked for, innermost first
 * @param registers as the kernel printed them first, by name ({@code RAX}, {@code CR2} …)
 * @param faultAddress CR2 of a page fault
 * @param pageFault the error code of a page fault, in words
 * @param task who ran
 * @param taint the kernel's taint flags
 * @param damaged true when lines are missing or mixed with others, so that the title may be too
 * @param panicked whether the kernel panicked because of it
 * @param consequenceOf the first line of an earlier finding that probably caused this one
 * @param signature equal for two reports of one bug, whatever the build, CPU or addresses
 */
public record Finding(
    String kind,
    String type,
    String title,
    List<String> alternativeTitles,
    long firstLine,
    long lastLine,
    long startByte,
    long endByte,
    List<String> extract,
    Optional<String> frame,
    List<StackFrame> trace,
    Map<String, Address> registers,
    Optional<Address> faultAddress,
    Optional<PageFault> pageFault,
    Optional<CrashedTask> task,
    Optional<Taint> taint,
    boolean damaged,
    boolean panicked,
    Optional<Long> consequenceOf,
    String signature) {
  public Finding {
    alternativeTitles = List.copyOf(alternativeTitles);
    extract = List.copyOf(extract);
    trace = List.copyOf(trace);
    registers = Map.copyOf(registers);
  }

  /** This finding, marked as a consequence of the one that begins at the given line. */
  public Finding causedBy(long line) {
    return new Finding(
        kind,
        type,
        title,
        alternativeTitles,
        firstLine,
        lastLine,
        startByte,
        endByte,
        extract,
        frame,
        trace,
        registers,
        faultAddress,
        pageFault,
        task,
        taint,
        damaged,
        panicked,
        Optional.of(line),
        signature);
  }

  /** This finding with another trace, as when frames have been symbolised. */
  public Finding withTrace(List<StackFrame> newTrace) {
    return new Finding(
        kind,
        type,
        title,
        alternativeTitles,
        firstLine,
        lastLine,
        startByte,
        endByte,
        extract,
        frame,
        newTrace,
        registers,
        faultAddress,
        pageFault,
        task,
        taint,
        damaged,
        panicked,
        consequenceOf,
        signature);
  }

  /** This finding, followed by a panic. */
  public Finding thenPanicked() {
    return new Finding(
        kind,
        type,
        title,
        alternativeTitles,
        firstLine,
        lastLine,
        startByte,
        endByte,
        extract,
        frame,
        trace,
        registers,
        faultAddress,
        pageFault,
        task,
        taint,
        damaged,
        true,
        consequenceOf,
        signature);
  }

  /** A finding of which only the essentials are known. */
  public Finding(
      String kind,
      String title,
      long firstLine,
      long lastLine,
      long startByte,
      long endByte,
      List<String> extract,
      Optional<String> frame,
      Optional<Address> faultAddress) {
    this(
        kind,
        kind,
        title,
        List.of(),
        firstLine,
        lastLine,
        startByte,
        endByte,
        extract,
        frame,
        List.of(),
        Map.of(),
        faultAddress,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        Optional.empty(),
        title);
  }
}
