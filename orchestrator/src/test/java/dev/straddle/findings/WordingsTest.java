package dev.straddle.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.Finding;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The wordings of kernels 4.4 to 6.x for each kind of report, with traces that begin in plumbing.
 */
class WordingsTest {

  private static final String DEADLOCK =
      """
      WARNING: possible circular locking dependency detected
      6.1.0 #1 Not tainted
      ------------------------------------------------------
      sh/61 is trying to acquire lock:
      ffff888003d5d128 ((wq_completion)demo){+.+.}-{0:0}, at: %s+0xe6/0x1520

      but task is already holding lock:
      ffff88800dfdce80 (&demo->lock){++++}-{3:3}, at: %s+0xfb7/0x1490

      which lock already depends on the new lock.

      stack backtrace:
      CPU: 0 PID: 61 Comm: sh Not tainted 6.1.0 #1
      Call Trace:
       dump_stack+0xee/0x16e
       demo_inner+0x10/0x20
       demo_outer+0x10/0x20
      """;

  static Stream<Arguments> oneTrace() {
    return Stream.of(
        Arguments.of(
            "BUG: KASAN: slab-use-after-free in mutex_lock+0x10/0x20\n"
                + "Read of size 8 at addr ffff888003a00010 by task sh/61",
            "KASAN: slab-use-after-free Read in demo_probe"),
        Arguments.of(
            "BUG: KASAN: vmalloc-out-of-bounds in memcpy+0x10/0x20\n"
                + "Write of size 8 at addr ffffc90000010000 by task sh/61",
            "KASAN: vmalloc-out-of-bounds Write in demo_probe"),
        Arguments.of(
            "BUG: KASAN: user-memory-access in _copy_from_user+0x10/0x20\n"
                + "Write of size 4 at addr 0000000020000000 by task sh/61",
            "KASAN: user-memory-access Write in demo_probe"),
        Arguments.of(
            "BUG: KASAN: double-free in kfree+0x10/0x20", "KASAN: invalid-free in demo_probe"),
        Arguments.of(
            "BUG: KFENCE: use-after-free read in kmem_cache_free+0x10/0x20",
            "KFENCE: use-after-free read in demo_probe"),
        Arguments.of(
            "general protection fault, maybe for address 0x1000: 0000 [#1] PREEMPT SMP\n"
                + "RIP: 0010:rb_erase+0x1/0x2",
            "general protection fault in demo_probe"),
        Arguments.of(
            "Oops: general protection fault, probably for non-canonical address"
                + " 0xdffffc0000000001: 0000 [#1] SMP KASAN\nRIP: 0010:__list_del_entry+0x1/0x2",
            "general protection fault in demo_probe"),
        Arguments.of(
            "BUG: kernel NULL pointer dereference, address: 0000000000000000\n"
                + "RIP: 0010:strlen+0x1/0x2",
            "BUG: unable to handle kernel NULL pointer dereference in demo_probe"),
        Arguments.of(
            "BUG: unable to handle kernel NULL pointer dereference at           (null)\n"
                + "IP: [<          (null)>]           (null)",
            "BUG: unable to handle kernel NULL pointer dereference in demo_probe"),
        Arguments.of(
            "WARNING: CPU: 0 PID: 61 at lib/kobject.c:234 kobject_add_internal+0x1/0x2",
            "WARNING: kobject bug in demo_probe"),
        Arguments.of(
            "WARNING: CPU: 0 PID: 61 at mm/page_alloc.c:4712 __alloc_pages_noprof+0x1/0x2",
            "WARNING in demo_probe"),
        Arguments.of(
            "WARNING: CPU: 0 PID: 61 at lib/refcount.c:25 refcount_warn_saturate+0x1/0x2",
            "WARNING: refcount bug in demo_probe"),
        Arguments.of(
            "WARNING: at kernel/locking/lockdep.c:3000 __lock_acquire+0x1/0x2",
            "WARNING: locking bug in demo_probe"),
        Arguments.of(
            "UBSAN: shift-out-of-bounds in drivers/demo.c:12:3",
            "UBSAN: shift-out-of-bounds in demo_probe"),
        Arguments.of(
            "BUG: sleeping function called from invalid context at mm/slab.h:420",
            "BUG: sleeping function called from invalid context in demo_probe"),
        Arguments.of(
            "watchdog: BUG: soft lockup - CPU#1 stuck for 26s! [sh:61]",
            "BUG: soft lockup in demo_write"),
        Arguments.of(
            "rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { 1-....",
            "INFO: rcu detected stall in demo_write"),
        Arguments.of(
            "INFO: task sh:61 blocked for more than 143 seconds.",
            "INFO: task hung in demo_probe"));
  }

  @ParameterizedTest
  @MethodSource("oneTrace")
  void passesOverPlumbing(String header, String title) {
    String console =
        header
            + """

            Call Trace:
             <TASK>
             dump_stack_lvl+0x1/0x2
             inode_lock include/linux/fs.h:815 [inline]
             rt_spin_lock+0x1/0x2
             ___slab_alloc+0x1/0x2
             __kmalloc_node_noprof+0x1/0x2
             strscpy+0x1/0x2
             arch_test_and_set_bit+0x1/0x2
             refcount_inc include/linux/refcount.h:265 [inline]
             queue_work_on+0x1/0x2
             kobject_put+0x1/0x2
             demo_probe+0x1/0x2
             demo_write+0x1/0x2
             vfs_write+0x1/0x2
             ksys_write+0x1/0x2
             do_syscall_64+0x1/0x2
             entry_SYSCALL_64_after_hwframe+0x1/0x2
             </TASK>
            """;
    assertThat(FindingParserTest.parse(console)).first().extracting("title").isEqualTo(title);
  }

  @Test
  void namesADeadlockAfterTheLockTaken() {
    assertThat(title(DEADLOCK.formatted("demo_take", "demo_hold")))
        .isEqualTo("possible deadlock in demo_take");
  }

  @Test
  void namesADeadlockAfterTheLockHeldWhereTheOtherIsPlumbing() {
    assertThat(title(DEADLOCK.formatted("flush_workqueue", "demo_hold")))
        .isEqualTo("possible deadlock in demo_hold");
  }

  @Test
  void namesADeadlockAfterTheStackWhereBothArePlumbing() {
    assertThat(title(DEADLOCK.formatted("flush_workqueue", "mutex_lock_nested")))
        .isEqualTo("possible deadlock in demo_inner");
  }

  @Test
  void namesADeadlockAfterTheChainOfLocksBeforeTheStack() {
    String chain =
        """
        the existing dependency chain (in reverse order) is:

        -> #1 (&demo->lock){++++}-{3:3}:
               lock_acquire+0x1ab/0x510
               demo_earlier+0x10/0x20

        stack backtrace:
        """;
    assertThat(
            title(
                DEADLOCK
                    .formatted("flush_workqueue", "mutex_lock_nested")
                    .replace("stack backtrace:\n", chain)))
        .isEqualTo("possible deadlock in demo_earlier");
  }

  @Test
  void namesARecursiveLockAfterWhateverTookIt() {
    assertThat(
            title(
                DEADLOCK
                    .formatted("mutex_lock_nested", "demo_hold")
                    .replace("circular locking dependency", "recursive locking")))
        .isEqualTo("possible deadlock in mutex_lock_nested");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unreferenced object 0x",
        "unreferenced (percpu) object 0x",
        "BUG: memory leak\nunreferenced object 0x"
      })
  void namesEachLeakAfterWhoeverAllocated(String header) {
    String objects =
        """
        [   16.567359][   T47] demo: loading
        HEADERffff88800469f000 (size 2048):
          comm "sh", pid 48, jiffies 4294896500
          hex dump (first 16 bytes):
            00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ................
          backtrace (crc 0):
            __kmalloc_cache_noprof+0x235/0x3d0
            demo_first+0x31/0x40 [demo]
        HEADERffff88800469f800 (size 2048):
          comm "sh", pid 48, jiffies 4294896500
          backtrace (crc 0):
            demo_second+0x31/0x40 [demo]
        """;
    assertThat(FindingParserTest.parse(objects.replace("HEADER", header)))
        .extracting(Finding::title)
        .containsExactly("memory leak in demo_first", "memory leak in demo_second");
  }

  @ParameterizedTest
  @CsvSource({
    "demo_wait, demo_wait",
    "bpf_prog_3aea14b1f6cd0d8b, bpf_prog_ADDR",
    "bpf_prog_3aea14b1f6cd0d8b_demo, bpf_prog_ADDR_demo",
    "__x64_sys_demo, sys_demo",
    "__do_sys_demo, demo",
    "__se_sys_demo, demo",
    "SyS_demo, demo",
    "ksys_demo, demo",
    "___sys_demo, demo"
  })
  void cutsWhatDiffersBetweenKernels(String function, String name) {
    List<Finding> findings =
        FindingParserTest.parse(
            """
            general protection fault: 0000 [#1] SMP
            RIP: 0010:%s+0x1/0x2
            Call Trace:
             do_syscall_64+0x1/0x2
            """
                .formatted(function));
    assertThat(findings.get(0).title()).isEqualTo("general protection fault in " + name);
    if (function.endsWith("sys_demo")) {
      assertThat(findings.get(0).alternativeTitles())
          .contains("general protection fault in " + function, "bad-access in " + function);
    }
  }

  @Test
  void namesAnRcuStallAfterWhatTheTickInterrupted() {
    assertThat(
            title(
                """
                rcu: INFO: rcu_preempt self-detected stall on CPU
                Call Trace:
                 <IRQ>
                 dump_stack+0x1/0x2
                 rcu_dump_cpu_stacks+0x1/0x2
                 __sysvec_apic_timer_interrupt+0x1/0x2
                 asm_call_irq_on_stack+0x1/0x2
                 </IRQ>
                 asm_sysvec_apic_timer_interrupt+0x1/0x2
                RIP: 0010:demo_loop+0x1/0x2
                 demo_ioctl+0x1/0x2
                 vfs_ioctl+0x1/0x2
                 do_syscall_64+0x1/0x2
                """))
        .isEqualTo("INFO: rcu detected stall in demo_ioctl");
  }

  @Test
  void doesNotBlameWhatAnInterruptFoundRunning() {
    assertThat(
            title(
                """
                BUG: KASAN: slab-use-after-free in kfree+0x1/0x2
                Read of size 8 at addr ffff888003a00010 by task sh/61
                Call Trace:
                 <IRQ>
                 kasan_report+0x1/0x2
                 </IRQ>
                 asm_sysvec_apic_timer_interrupt+0x1/0x2
                RIP: 0010:innocent+0x1/0x2
                 demo_probe+0x1/0x2
                """))
        .isEqualTo("KASAN: slab-use-after-free Read in asm_sysvec_apic_timer_interrupt");
  }

  @Test
  void readsNoFurtherThanTheTraceOfTheReport() {
    assertThat(
            title(
                """
                INFO: task sh:61 blocked for more than 143 seconds.
                Call Trace:
                 __schedule+0x1/0x2
                 demo_probe+0x1/0x2
                INFO: task kworker/0:1:9 blocked for more than 143 seconds.
                Call Trace:
                 synchronize_rcu+0x1/0x2
                """))
        .isEqualTo("INFO: task hung in demo_probe");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INFO: task sh:61 can't die for more than 143 seconds. | INFO: task can't die in demo_probe",
        "BUG: Bad page map in process sh  pte:ffff pmd:ffff | BUG: Bad page map",
        "[ BUG: Invalid wait context ] | WARNING: locking bug in demo_probe",
        "WARNING: net/demo.c:3 at demo_probe+0x1/0x2, CPU#0: sh/61 | WARNING in demo_probe",
        "BUG: failure at mm/demo.c:34/demo()! | BUG: failure at mm/demo.c:LINE/demo()!",
        "demo: BUG: map for 0x0012345678 is 12,34 | BUG: map for ADDR is NUM,NUM",
        "UBSAN: integer addition overflow at demo_add+0x1/0x2 | UBSAN: integer addition overflow at demo_add"
      })
  void namesRarerReports(String header, String title) {
    assertThat(
            title(
                header
                    + """

                    Call Trace:
                     dump_stack+0x1/0x2
                     demo_probe+0x1/0x2
                    """))
        .isEqualTo(title);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WARNING: Unprivileged eBPF is enabled with eIBRS on, data leaks possible!",
        "WARNING: kernel not compiled with MITIGATION_SRSO.",
        "WARNING: the mand mount option is being deprecated",
        "INFO: NMI handler (perf_event_nmi_handler) took too long to run: 2.1 msecs",
        "INFO: lockdep is turned off.",
        "BUG: Bad page state: 30 messages suppressed",
        "Kernel command line: panic=1 oops=panic console=ttyS0 dyndbg=BUG:",
        "audit: type=1400 msg='WARNING: CPU: 0 PID: 1 at a.c:1'",
        "systemd[1]: BUG: this is not the kernel",
        "sshd[3]: WARNING: at last",
        "EXT4-fs error (device loop3): ext4_lookup:1: inode #2: deleted inode referenced",
        "sh[61]: segfault at 0 ip 0 sp 0 error 4",
        "traps: sh[61] general protection fault ip:4000 sp:7ff0 error:0 in sh[400000+1000]"
      })
  void takesTalkForNoReportEvenBeforeATrace(String line) {
    String console =
        "[    1.000000] %s\n[    1.100000] Call Trace:\n[    1.100001]  demo_probe+0x1/0x2\n";
    assertThat(FindingParserTest.parse(console.formatted(line))).isEmpty();
  }

  @Test
  void namesADecodedConsoleAsTheRawOne() {
    String raw =
        """
        BUG: KASAN: slab-use-after-free in demo_timeout+0x64/0x290
        Write of size 4 at addr ffff888003a00010 by task sh/61
        Call Trace:
         dump_stack_lvl+0x1/0x2
         demo_timeout+0x64/0x290
         demo_work+0x10/0x20
        """;
    String decoded =
        """
        BUG: KASAN: slab-use-after-free in demo_hold include/linux/demo.h:96 [inline]
        BUG: KASAN: slab-use-after-free in demo_timeout+0x64/0x290 net/demo.c:88
        Write of size 4 at addr ffff888003a00010 by task sh/61
        Call Trace:
         dump_stack_lvl+0x1/0x2 lib/dump_stack.c:106
         demo_hold include/linux/demo.h:96 [inline]
         demo_timeout+0x64/0x290 net/demo.c:88
         demo_work+0x10/0x20 net/demo.c:99
        """;
    assertThat(title(decoded))
        .isEqualTo(title(raw))
        .isEqualTo("KASAN: slab-use-after-free Write in demo_timeout");
    assertThat(FindingParserTest.parse(decoded).get(0).signature())
        .isEqualTo(FindingParserTest.parse(raw).get(0).signature());
  }

  @Test
  void namesTheLoopThatRanItWhereNothingElseIsLeft() {
    assertThat(
            title(
                """
                BUG: KASAN: use-after-free in process_one_work+0x10/0x20
                Read of size 8 at addr ffff888003a00010 by task kworker/0:1/9
                Call Trace:
                 dump_stack+0x1/0x2
                 process_one_work+0x10/0x20
                 worker_thread+0x1/0x2
                 kthread+0x1/0x2
                 ret_from_fork+0x1/0x2
                """))
        .isEqualTo("KASAN: use-after-free Read in process_one_work");
  }

  private static String title(String console) {
    List<Finding> findings = FindingParserTest.parse(console);
    assertThat(findings).isNotEmpty();
    return findings.get(0).title();
  }
}
