/**
 * One virtual machine: its initramfs, its QEMU command line, its process and its channels.
 *
 * <p>In: a guest's specification, a kernel, the address plan. Out: a running {@link
 * dev.straddle.guest.Machine} with its console, probe, QMP and memory. Calls: {@code model}, {@code
 * process}.
 */
package dev.straddle.guest;
