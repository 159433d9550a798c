package dev.straddle.findings;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.straddle.model.Address;
import dev.straddle.model.CrashedTask;
import dev.straddle.model.PageFault;
import dev.straddle.model.Taint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Reads what a report says besides its trace: registers, the fault, the task, the taint. */
final class ReportDetails {

  private static final Pattern REGISTER =
      Pattern.compile("\\b(R[A-Z0-9]{2}|[CD]R[0-9]|EFLAGS): (?:[0-9a-f]{4}:)?([0-9a-f]{8,16})\\b");

  /** How the lines begin that hold registers: the first of each group. */
  private static final Set<String> REGISTER_LINES =
      Set.of("RIP", "RSP", "RAX", "RDX", "RBP", "R10", "R13", "CR2", "DR0", "DR3");

  private static final Pattern HEADER_ADDRESS =
      Pattern.compile("(?:address:| at) (?:virtual address )?(?:0x)?([0-9a-f]{8,16})\\b");
  private static final Pattern ACCESSED =
      Pattern.compile("^(?:Read|Write)(?: of size [0-9]+)? at addr (?:0x)?([0-9a-f]{8,16})\\b");

  /** Before 4.10 it stood in the header. */
  private static final Pattern ACCESSED_BEFORE =
      Pattern.compile("KASAN: [a-z-]+ (?:on|at) addr(?:ess)? (?:0x)?([0-9a-f]{8,16})\\b");

  private static final Pattern ERROR_CODE =
      Pattern.compile("(?:#PF: error_code\\(0x|Oops: )([0-9a-f]{4})\\b");
  private static final Pattern TASK =
      Pattern.compile(
          "CPU: ([0-9]{1,5}) (?:UID: [0-9]+ )?PID: ([0-9]{1,9}) Comm: (.{1,32}?) (?:Not"
              + " tainted|Tainted:)");
  private static final Pattern HUNG_TASK =
      Pattern.compile("INFO: task (.{1,32}?):([0-9]{1,9}) blocked");
  private static final Pattern TAINT = Pattern.compile("Tainted: ([A-Z ]{1,40}?)\\s+[^A-Z\\s=]");

  private ReportDetails() {}

  /** The value of each register as printed first: that of the place of the crash. */
  static Map<String, Address> registers(List<String> lines) {
    Map<String, Address> registers = new TreeMap<>();
    for (String line : lines) {
      if (REGISTER_LINES.contains(line.length() < 3 ? line : line.substring(0, 3))) {
        Matcher m = REGISTER.matcher(line);
        while (m.find()) {
          registers.putIfAbsent(m.group(1), Address.parse(m.group(2)));
        }
      }
    }
    return registers;
  }

  /** The address that could not be reached: from the header, else from CR2. */
  static Optional<Address> faultAddress(String header, Map<String, Address> registers) {
    Matcher m = HEADER_ADDRESS.matcher(header);
    return m.find()
        ? Optional.of(Address.parse(m.group(1)))
        : Optional.ofNullable(registers.get("CR2"));
  }

  /** The address that a sanitizer saw accessed. */
  static Optional<Address> accessedAddress(List<String> lines) {
    return firstMatch(ACCESSED, " addr ", lines)
        .or(() -> firstMatch(ACCESSED_BEFORE, "KASAN: ", lines))
        .map(m -> Address.parse(m.group(1)));
  }

  static Optional<PageFault> pageFault(List<String> lines) {
    return firstMatch(ERROR_CODE, "00", lines).map(m -> decode(Long.parseLong(m.group(1), 16)));
  }

  /** Error code bits as in arch/x86/include/asm/trap_pf.h. */
  private static PageFault decode(long code) {
    String access = (code & 0x10) != 0 ? "instruction fetch" : (code & 2) != 0 ? "write" : "read";
    String cause;
    if ((code & 0x8) != 0) {
      cause = "reserved bit set in the page table";
    } else if ((code & 0x20) != 0) {
      cause = "protection key";
    } else {
      cause = (code & 1) != 0 ? "permissions violation" : "not-present page";
    }
    return new PageFault(code, access, (code & 4) != 0 ? "user" : "kernel", cause);
  }

  static Optional<CrashedTask> task(List<String> lines) {
    Optional<Matcher> hung = firstMatch(HUNG_TASK, " blocked", lines);
    if (hung.isPresent()) {
      return Optional.of(
          new CrashedTask(
              OptionalInt.empty(),
              OptionalInt.of(Integer.parseInt(hung.get().group(2))),
              hung.get().group(1)));
    }
    return firstMatch(TASK, "CPU: ", lines)
        .map(
            m ->
                new CrashedTask(
                    OptionalInt.of(Integer.parseInt(m.group(1))),
                    OptionalInt.of(Integer.parseInt(m.group(2))),
                    m.group(3)));
  }

  static Optional<Taint> taint(List<String> lines) {
    return firstMatch(TAINT, "Tainted: ", lines)
        .map(m -> m.group(1).replace(" ", ""))
        .map(
            letters ->
                new Taint(letters, letters.chars().mapToObj(c -> meaning((char) c)).toList()));
  }

  /** Letters as in Documentation/admin-guide/tainted-kernels.rst. */
  private static String meaning(char letter) {
    return switch (letter) {
      case 'A' -> "ACPI table overridden by the user";
      case 'B' -> "bad page referenced";
      case 'C' -> "staging driver loaded";
      case 'D' -> "died before: an oops or BUG";
      case 'E' -> "unsigned module loaded";
      case 'F' -> "module loaded by force";
      case 'G' -> "no proprietary module";
      case 'I' -> "firmware bug worked around";
      case 'J' -> "firmware changed through fwctl";
      case 'K' -> "live-patched";
      case 'L' -> "soft lockup before";
      case 'M' -> "machine check";
      case 'N' -> "in-kernel test run";
      case 'O' -> "out-of-tree module loaded";
      case 'P' -> "proprietary module loaded";
      case 'R' -> "module unloaded by force";
      case 'S' -> "processor or system out of specification";
      case 'T' -> "structure layout randomised";
      case 'U' -> "user space asked for it";
      case 'W' -> "warning before";
      case 'X' -> "auxiliary, set by the distribution";
      default -> "unknown flag " + letter;
    };
  }

  private static Optional<Matcher> firstMatch(Pattern pattern, String literal, List<String> lines) {
    for (String line : lines) {
      if (!line.contains(literal)) {
        continue;
      }
      Matcher m = pattern.matcher(line);
      if (m.find()) {
        return Optional.of(m);
      }
    }
    return Optional.empty();
  }
}
