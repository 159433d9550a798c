#!/bin/sh
# Records the fixtures in ../resources/consoles: boots a kernel once per crash and keeps its console.
#
#   record.sh VMLINUX [NAME...]
#
# The kernel needs lkdtm.config beside this file on top of straddle's boot fragments, and PVH. Needs
# qemu-system-x86_64, a static busybox and cpio. A new console gets no expectations: write them at the
# head of the fixture by hand, from what a kernel developer would say.
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
EOF
}

mkdir -p "$work/tree/bin" "$work/tree/proc" "$work/tree/sys" "$work/tree/dev"
cp "$(command -v busybox)" "$work/tree/bin/busybox"
for tool in sh mount cat echo sleep poweroff kill tail dd; do
    ln -s busybox "$work/tree/bin/$tool"
done
cat > "$work/tree/init" <<'EOF'
#!/bin/sh
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mount -t debugfs debugfs /sys/kernel/debug
echo 1 > /proc/sys/kernel/sysrq
echo 3 > /proc/sys/kernel/watchdog_thresh
for word in $(cat /proc/cmdline); do
    case $word in crash=*) crash=${word#crash=} ;; esac
done
echo "init: about to provoke: $crash"
case $crash in
    none) ;;
    exit) exit 3 ;;
    segfault) kill -SEGV $$ ; exec /bin/sh -c 'kill -SEGV 1' ;;
    reset) echo b > /proc/sysrq-trigger ;;
    sysrq) echo c > /proc/sysrq-trigger ;;
    oom) tail /dev/zero ;;
    HUNG_TASK) echo $crash > /sys/kernel/debug/provoke-crash/DIRECT & sleep 20 ;;
    *) sh -c "echo $crash > /sys/kernel/debug/provoke-crash/DIRECT" ;;
esac
sleep 1
echo "init: still here"
poweroff -f
EOF
chmod +x "$work/tree/init"
(cd "$work/tree" && find . | cpio -o -H newc --quiet) > "$work/initrd"

boot() {
    name=$1 words=$2 initrd=$3
    set -- qemu-system-x86_64 -machine q35 -cpu max -smp 2 -m 256M -kernel "$vmlinux" \
        -nodefaults -serial stdio -display none -monitor none -net none \
        -append "console=ttyS0 nokaslr panic=-1 $words"
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
