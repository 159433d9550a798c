#!/bin/sh
# Records the fixtures in ../resources/consoles: boots a kernel once per crash and keeps its console.
#
#   [BUILD=FOLDER] record.sh VMLINUX [NAME...]
#
# The kernel needs PVH, and lkdtm.config beside this file on top of straddle's boot fragments. Two groups need
# another kernel, and BUILD, the folder in which modules for it are built, as the module provoke beside this
# file makes these crashes: debian-* that of Debian 12 (BUILD=/lib/modules/6.1.0-56-amd64/build, from its
# linux-headers), debug-* linux-6.12-debug/complete (BUILD=its folder of objects below trees/ in the cache).
# Needs qemu-system-x86_64, a static busybox and cpio.
# A new console gets no expectations: write them into expected.tsv by hand, from what a kernel developer
# would say, before the parser is asked.
set -eu

vmlinux=$1
shift
here=$(cd "$(dirname "$0")" && pwd)
out=$here/../resources/consoles
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Name, words for the kernel (crash= tells init what to do), and "none" for no initramfs or "resets".
crashes() {
    cat <<'EOF'
lkdtm-bug|crash=BUG|
lkdtm-warning|crash=WARNING|
lkdtm-warning-panic|crash=WARNING_MESSAGE panic_on_warn=1|
lkdtm-panic|crash=PANIC|
lkdtm-exception|crash=EXCEPTION|
lkdtm-exception-panic|crash=EXCEPTION oops=panic|
lkdtm-list-add|crash=CORRUPT_LIST_ADD|
lkdtm-list-del|crash=CORRUPT_LIST_DEL|
lkdtm-stack-overflow|crash=EXHAUST_STACK|
lkdtm-stack-guard|crash=STACK_GUARD_PAGE_LEADING|
lkdtm-stack-canary|crash=CORRUPT_STACK_STRONG|
lkdtm-refcount|crash=REFCOUNT_SUB_AND_TEST_NEGATIVE|
lkdtm-ubsan|crash=ARRAY_BOUNDS|
lkdtm-usercopy|crash=USERCOPY_SLAB_SIZE_TO|
lkdtm-exec-data|crash=EXEC_DATA|
lkdtm-write-ro|crash=WRITE_RO|
lkdtm-double-free|crash=SLAB_FREE_DOUBLE|
lkdtm-fortify|crash=FORTIFY_MEM_OBJECT|
lkdtm-soft-lockup|crash=SOFTLOCKUP|
lkdtm-hard-lockup|crash=HARDLOCKUP|
lkdtm-hung-task|crash=HUNG_TASK|
sysrq-crash|crash=sysrq|
init-exits|crash=exit|
init-segfault|crash=segfault|
no-init|rdinit=/missing init=/missing root=/dev/none|
wrong-root|root=/dev/nonesuch rootwait=1|none
out-of-memory|crash=oom|
reset|crash=reset|resets
clean-poweroff|crash=none|
debian-rcu-stall|provoke=rcu_stall rcupdate.rcu_cpu_stall_timeout=5 thresh=30|
debian-rcu-stall-irqs-off|provoke=rcu_stall_irqs_off rcupdate.rcu_cpu_stall_timeout=5 thresh=30|
debian-deadlock|provoke=deadlock hung=5|
debian-divide|provoke=divide|
debian-breakpoint|provoke=breakpoint|
debian-illegal-instruction|provoke=illegal_instruction|
debian-jump-to-null|provoke=jump_to_null|
debian-null-deref|provoke=null_deref|
debian-wild-access|provoke=wild_access|
debian-yield-when-forbidden|provoke=yield_when_forbidden|
debian-double-free|provoke=double_free slub_debug=FZPU|
debian-invalid-free|provoke=invalid_free slub_debug=FZPU|
debug-global-oob|provoke=global_oob|
debug-stack-oob|provoke=stack_oob|
debug-vmalloc-oob|provoke=area_oob|
debug-page-use-after-free|provoke=page_use_after_free|
debug-slab-use-after-free|provoke=heap_use_after_free|
debug-slab-out-of-bounds|provoke=heap_out_of_bounds|
debug-invalid-free|provoke=invalid_free|
debug-double-free|provoke=double_free|
debug-rcu-use-after-free|provoke=rcu_use_after_free|
debug-null-deref|provoke=null_deref|
debug-wild-access|provoke=wild_access|
debug-kfence-use-after-free|provoke=kfence_use_after_free kfence.sample_interval=10|
debug-kfence-out-of-bounds|provoke=kfence_out_of_bounds kfence.sample_interval=10|
debug-leak|provoke=leak kmemleak=on|
debug-leak-verbose|provoke=leak kmemleak=on kmemleak.verbose=1|
debug-bad-page-state|provoke=bad_page_state|
debug-free-active-timer|provoke=free_active_timer|
debug-shift-out-of-bounds|provoke=shift_out_of_bounds|
debug-invalid-load|provoke=invalid_load|
debug-divide|provoke=divide|
debug-breakpoint|provoke=breakpoint|
debug-illegal-instruction|provoke=illegal_instruction|
debug-jump-to-null|provoke=jump_to_null|
debug-circular|provoke=circular|
debug-recursive|provoke=recursive|
debug-inconsistent-lock|provoke=inconsistent_lock|
debug-irq-unsafe-order|provoke=irq_unsafe_order|
debug-held-lock-freed|provoke=held_lock_freed|
debug-unlock-balance|provoke=unlock_balance|
debug-return-with-lock|provoke=return_with_lock|
debug-non-static-key|provoke=non_static_key|
debug-rcu-usage|provoke=unguarded_deref|
debug-sleep-in-atomic|provoke=sleep_in_atomic|
debug-yield-when-forbidden|provoke=yield_when_forbidden|
debug-rcu-stall|provoke=rcu_stall rcupdate.rcu_cpu_stall_timeout=3 thresh=30|
debug-rcu-stall-irqs-off|provoke=rcu_stall_irqs_off rcupdate.rcu_cpu_stall_timeout=3 thresh=30|
debug-workqueue-lockup|provoke=workqueue_lockup workqueue.watchdog_thresh=5 thresh=30|
debug-deadlock|provoke=deadlock hung=5|
EOF
}

mkdir -p "$work/tree/bin" "$work/tree/proc" "$work/tree/sys" "$work/tree/dev"
cp "$(command -v busybox)" "$work/tree/bin/busybox"
for tool in sh mount cat echo sleep poweroff kill tail dd insmod; do
    ln -s busybox "$work/tree/bin/$tool"
done
cat > "$work/tree/init" <<'EOF'
#!/bin/sh
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mount -t debugfs debugfs /sys/kernel/debug
echo 1 > /proc/sys/kernel/sysrq
thresh=3
for word in $(cat /proc/cmdline); do
    case $word in
        crash=*) crash=${word#crash=} ;;
        provoke=*) crash=provoke provoke=${word#provoke=} ;;
        thresh=*) thresh=${word#thresh=} ;;
        hung=*)
            echo 2 > /proc/sys/kernel/hung_task_warnings
            echo "${word#hung=}" > /proc/sys/kernel/hung_task_timeout_secs
            ;;
    esac
done
echo "$thresh" > /proc/sys/kernel/watchdog_thresh
echo "init: about to provoke: $crash"
case $crash in
    none) ;;
    exit) exit 3 ;;
    segfault) kill -SEGV $$ ; exec /bin/sh -c 'kill -SEGV 1' ;;
    reset) echo b > /proc/sysrq-trigger ;;
    sysrq) echo c > /proc/sysrq-trigger ;;
    oom) tail /dev/zero ;;
    provoke)
        insmod /provoke.ko
        sh -c "echo $provoke > /sys/module/provoke/parameters/crash"
        ;;
    HUNG_TASK) echo $crash > /sys/kernel/debug/provoke-crash/DIRECT & sleep 20 ;;
    *) sh -c "echo $crash > /sys/kernel/debug/provoke-crash/DIRECT" ;;
esac
sleep 1
if [ "${provoke-}" = leak ]; then
    for again in 1 2; do sleep 6; echo scan > /sys/kernel/debug/kmemleak; done
    cat /sys/kernel/debug/kmemleak
fi
echo "init: still here"
poweroff -f
EOF
chmod +x "$work/tree/init"
if [ -n "${BUILD-}" ]; then
    cp -r "$here/provoke" "$work/provoke"
    make -s -C "$BUILD" M="$work/provoke" modules
    cp "$work/provoke/provoke.ko" "$work/tree"
fi
(cd "$work/tree" && find . | cpio -o -H newc --quiet) > "$work/initrd"

boot() {
    name=$1 words=$2 initrd=$3
    set -- qemu-system-x86_64 -machine q35 -cpu max -smp 2 -m 512M -kernel "$vmlinux" \
        -nodefaults -serial stdio -display none -monitor none -net none \
        -append "console=ttyS0 nokaslr no_timer_check panic=-1 $words"
    [ "$initrd" = none ] || set -- "$@" -initrd "$work/initrd"
    if [ "$initrd" != resets ]; then
        timeout 100 "$@" -no-reboot < /dev/null > "$work/$name.log" || true
        cp "$work/$name.log" "$out/$name.console"
    else
        # The machine comes up again and again: keep the first two boots.
        timeout 60 "$@" < /dev/null > "$work/$name.log" || true
        awk '/about to provoke/ && ++n == 2 { exit } { print }' "$work/$name.log" > "$out/$name.console"
    fi
    printf '%s: %s lines\n' "$name" "$(wc -l < "$out/$name.console")"
}

mkdir -p "$out"
crashes | while IFS='|' read -r name words initrd; do
    if [ $# -gt 0 ]; then
        case " $* " in *" $name "*) ;; *) continue ;; esac
    fi
    boot "$name" "$words" "$initrd"
done
