package dev.straddle.boot;

import dev.straddle.model.Address;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises, line by line, words after which a kernel booted with {@code oops=panic} will not go
 * on; only to end a boot in time. Naming crashes is the business of {@code findings}.
 */
final class CrashSpotter {

  private static final List<String> LAST_WORDS =
      List.of(
          "Kernel panic - not syncing",
          "BUG: unable to handle",
          "general protection fault",
          "kernel BUG at ",
          "Oops: ",
          "PANIC: double fault",
          "PANIC: early exception");
  private static final Pattern FAULT =
      Pattern.compile("BUG: unable to handle .* (?:address:|at) ([0-9a-f]{16})");

  private Optional<Address> fault = Optional.empty();
  private Optional<String> crash = Optional.empty();

  /** Whether this line is such a word. */
  boolean isCrash(String line) {
    if (LAST_WORDS.stream().noneMatch(line::contains)) {
      return false;
    }
    if (crash.isEmpty()) {
      crash = Optional.of(line);
    }
    Matcher m = FAULT.matcher(line);
    if (fault.isEmpty() && m.find()) {
      fault = Optional.of(Address.parse(m.group(1)));
    }
    return true;
  }

  /** The first such line. */
  Optional<String> crash() {
    return crash;
  }

  /** The address of the first page fault among them. */
  Optional<Address> faultAddress() {
    return fault;
  }
}
