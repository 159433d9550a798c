package dev.straddle.model;

import java.util.List;
import java.util.Optional;

/**
 * One crash, warning or stall that a console holds.
 *
 * @param kind the family, such as {@code page-fault} or {@code KASAN}
 * @param title what a kernel developer would call it, such as {@code BUG: unable to handle kernel
 *     paging request in __init_zone_device_page}
 * @param firstLine counts from 1
 * @param lastLine counts from 1, included
 * @param startByte offset of the first line in the console
 * @param endByte offset just behind the last line
 * @param extract the lines of the report, without printk prefixes
 * @param frame the guilty function
 * @param faultAddress CR2 of a page fault
 */
public record Finding(
    String kind,
    String title,
    long firstLine,
    long lastLine,
    long startByte,
    long endByte,
    List<String> extract,
    Optional<String> frame,
    Optional<Address> faultAddress) {
  public Finding {
    extract = List.copyOf(extract);
  }
}
