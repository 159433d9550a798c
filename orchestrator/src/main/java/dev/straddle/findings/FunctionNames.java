package dev.straddle.findings;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A set of function names, some with {@code *} as a wildcard. */
final class FunctionNames {

  private static final Pattern SUFFIX =
      Pattern.compile("\\.(?:isra|constprop|part|cold|llvm|lto_priv|__uniq)(?:\\.[0-9]+)*");

  /** A translated BPF program goes by its tag, which differs with every change to it. */
  private static final Pattern BPF = Pattern.compile("^bpf_prog_[0-9a-f]{16}");

  /** One name may begin with several: {@code __se_sys_} goes whole, {@code __x64_sys_} in part. */
  private static final List<String> SYSCALL_PREFIXES =
      List.of(
          "__x64_",
          "__ia32_",
          "__arm64_",
          "__riscv_",
          "__se_",
          "__se_sys_",
          "__do_sys_",
          "____sys_",
          "___sys_",
          "__sys_",
          "ksys_",
          "sys_",
          "SyS_",
          "SYSC_",
          "compat_SyS_",
          "compat_SYSC_");

  private final Set<String> exact = new HashSet<>();
  private final List<String> beginnings = new ArrayList<>();
  private final List<String> ends = new ArrayList<>();
  private final List<String> parts = new ArrayList<>();
  private final List<Pattern> others = new ArrayList<>();

  FunctionNames(Collection<String> names) {
    names.forEach(this::add);
  }

  /**
   * Nearly all have their wildcards at the ends, where no expression is needed to look for them.
   */
  private void add(String name) {
    int first = name.startsWith("*") ? 1 : 0;
    int end = name.endsWith("*") ? name.length() - 1 : name.length();
    String text = name.substring(first, Math.max(first, end));
    if (text.indexOf('*') >= 0) {
      others.add(Pattern.compile(Pattern.quote(name).replace("\\*", ".*")));
    } else if (first > 0 && end < name.length()) {
      parts.add(text);
    } else if (first > 0) {
      ends.add(text);
    } else if (end < name.length()) {
      beginnings.add(text);
    } else {
      exact.add(name);
    }
  }

  boolean contains(String name) {
    return exact.contains(name)
        || any(parts, name::contains)
        || any(beginnings, name::startsWith)
        || any(ends, name::endsWith)
        || any(others, pattern -> pattern.matcher(name).matches());
  }

  private static <T> boolean any(List<T> texts, Predicate<T> test) {
    for (T text : texts) {
      if (test.test(text)) {
        return true;
      }
    }
    return false;
  }

  /** The name as written in the source: no compiler suffixes, no mangling, no hash of a program. */
  static String plain(String symbol) {
    String bare = symbol.indexOf('.') < 0 ? symbol : SUFFIX.matcher(symbol).replaceAll("");
    if (bare.startsWith("_")) {
      return Demangler.readable(bare);
    }
    return bare.startsWith("bpf_prog_") ? BPF.matcher(bare).replaceFirst("bpf_prog_ADDR") : bare;
  }

  /** The name as the source of a system call has it: without what its macros put before it. */
  static String withoutSyscallPrefix(String name) {
    return spellings(name).get(0);
  }

  /**
   * The names under which others may know the function, the shortest first: each prefix that
   * architectures and kernel versions put before a system call is cut, one at a time.
   */
  static List<String> spellings(String name) {
    List<String> spellings = new ArrayList<>();
    for (String prefix : SYSCALL_PREFIXES) {
      if (name.startsWith(prefix)) {
        spellings.add(name.substring(prefix.length()));
      }
    }
    spellings.add(name);
    spellings.sort(Comparator.comparing(String::length));
    return spellings;
  }
}
