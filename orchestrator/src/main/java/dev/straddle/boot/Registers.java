package dev.straddle.boot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a vCPU's control registers say about paging.
 *
 * @param privilege current privilege level; 0 is the kernel
 */
record Registers(int cpu, int privilege, long cr0, long cr2, long cr3, long cr4) {

  private static final long PAGING = 1L << 31;
  private static final long LA57 = 1 << 12;
  private static final long TABLE = 0x000f_ffff_ffff_f000L;
  private static final Pattern CPU = Pattern.compile("CPU#(\\d+)");
  private static final Pattern PRIVILEGE = Pattern.compile("CPL=(\\d)");
  private static final Pattern CONTROL =
      Pattern.compile("CR0=([0-9a-f]+) CR2=([0-9a-f]+) CR3=([0-9a-f]+) CR4=([0-9a-f]+)");

  /** Reads what the monitor's {@code info registers -a} prints. */
  static List<Registers> parse(String text) throws IOException {
    List<Registers> all = new ArrayList<>();
    Matcher cpu = CPU.matcher(text);
    while (cpu.find()) {
      int number = Integer.parseInt(cpu.group(1));
      Matcher privilege = PRIVILEGE.matcher(text);
      Matcher control = CONTROL.matcher(text);
      if (!privilege.find(cpu.end()) || !control.find(cpu.end())) {
        break;
      }
      all.add(
          new Registers(
              number,
              Integer.parseInt(privilege.group(1)),
              Long.parseUnsignedLong(control.group(1), 16),
              Long.parseUnsignedLong(control.group(2), 16),
              Long.parseUnsignedLong(control.group(3), 16),
              Long.parseUnsignedLong(control.group(4), 16)));
    }
    if (all.isEmpty()) {
      throw new IOException("QEMU shows no registers");
    }
    return all;
  }

  /** A processor that the kernel has not started yet has no table. */
  boolean isPaging() {
    return (cr0 & PAGING) != 0;
  }

  int pagingLevels() {
    return (cr4 & LA57) == 0 ? 4 : 5;
  }

  /** Physical address of the top-level table, without the process-context id. */
  long table() {
    return cr3 & TABLE;
  }
}
