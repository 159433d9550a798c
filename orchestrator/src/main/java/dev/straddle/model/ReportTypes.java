package dev.straddle.model;

import java.util.List;

/** The types that the parser's rules give to reports, for symptoms to name. */
public final class ReportTypes {

  public static final List<String> ALL =
      List.of(
          "ATOMIC_SLEEP",
          "BUG",
          "DoS",
          "HANG",
          "KASAN-INVALID-FREE",
          "KASAN-NULL-POINTER-DEREFERENCE-READ",
          "KASAN-NULL-POINTER-DEREFERENCE-WRITE",
          "KASAN-READ",
          "KASAN-USE-AFTER-FREE-READ",
          "KASAN-USE-AFTER-FREE-WRITE",
          "KASAN-WRITE",
          "KCSAN-DATARACE",
          "KFENCE-INVALID-FREE",
          "KFENCE-MEMORY-CORRUPTION",
          "KFENCE-READ",
          "KFENCE-USE-AFTER-FREE-READ",
          "KFENCE-USE-AFTER-FREE-WRITE",
          "KFENCE-WRITE",
          "KMSAN-INFO-LEAK",
          "KMSAN-UNINIT-VALUE",
          "KMSAN-USE-AFTER-FREE-READ",
          "LEAK",
          "LOCKDEP",
          "MEMORY_SAFETY_BUG",
          "MEMORY_SAFETY_UBSAN",
          "NULL-POINTER-DEREFERENCE",
          "REBOOT",
          "REFCOUNT_WARNING",
          "UBSAN",
          "UNKNOWN",
          "WARNING");

  private ReportTypes() {}
}
