package dev.straddle.findings;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A set of function names, some with {@code *} as a wildcard. */
final class FunctionNames {

  private static final Pattern SUFFIX =
      Pattern.compile("\\.(?:isra|constprop|part|cold|llvm|lto_priv|__uniq)(?:\\.[0-9]+)*");

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

  /** The name as written in the source: no compiler suffixes, no mangling. */
  static String plain(String symbol) {
    String bare = symbol.indexOf('.') < 0 ? symbol : SUFFIX.matcher(symbol).replaceAll("");
    return bare.startsWith("_") ? Demangler.readable(bare) : bare;
  }

  /** Whether a syscall macro of today made this name; those of kernels before 4.17 are left out. */
  static boolean isSyscallWrapper(String name) {
    return name.startsWith("__") && !withoutSyscallPrefix(name).equals(name);
  }

  /** The name without the wrapper prefixes that the syscall macros give. */
  static String withoutSyscallPrefix(String name) {
    for (String prefix :
        new String[] {
          "__x64_sys_",
          "__ia32_sys_",
          "__ia32_compat_sys_",
          "__x64_compat_sys_",
          "__x32_compat_sys_",
          "__se_sys_",
          "__se_compat_sys_",
          "__do_sys_",
          "__do_compat_sys_",
          "SyS_",
          "SYSC_",
          "C_SYSC_",
          "compat_SyS_",
          "__arm64_sys_",
          "__riscv_sys_"
        }) {
      if (name.startsWith(prefix)) {
        return name.substring(prefix.length());
      }
    }
    return name;
  }
}
