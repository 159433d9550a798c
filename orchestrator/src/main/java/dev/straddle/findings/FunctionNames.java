package dev.straddle.findings;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
  private final Pattern wild;

  FunctionNames(Collection<String> names) {
    List<String> patterns = new ArrayList<>();
    for (String name : names) {
      if (name.indexOf('*') < 0) {
        exact.add(name);
      } else {
        patterns.add(Pattern.quote(name).replace("\\*", ".*"));
      }
    }
    wild = patterns.isEmpty() ? null : Pattern.compile("(?:" + String.join("|", patterns) + ")");
  }

  boolean contains(String name) {
    return exact.contains(name) || wild != null && wild.matcher(name).matches();
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
