package dev.straddle.model;

import java.util.List;

/**
 * How to recognise the crash that a series claims to fix.
 *
 * @param titles regular expressions; the title of the first finding must match one of them whole
 * @param faultInVmemmap whether the faulting address must lie in the vmemmap range planned for pmem
 */
public record ExpectedCrash(List<String> titles, boolean faultInVmemmap) {
  public ExpectedCrash {
    titles = List.copyOf(titles);
  }
}
