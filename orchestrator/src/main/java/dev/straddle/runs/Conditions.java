package dev.straddle.runs;

import dev.straddle.model.KernelArtifact;
import dev.straddle.model.MadeOf;
import java.util.ArrayList;
import java.util.List;

/**
 * What a seeded boot's guest time depends on beside the kernel's source; each a digest, or a name.
 * Times of two boots can be compared where all of these are the same.
 *
 * @param compiler compiler and linker of the kernel
 * @param qemu its version and accelerator
 * @param guest the guest's definition
 * @param probe the probe script
 * @param programs the guest's programs, and the kernel's modules where it has any
 * @param places the addresses of its memory, and its seed
 */
public record Conditions(
    String compiler, String qemu, String guest, String probe, String programs, String places) {

  /** Enough of a digest to tell it from any other. */
  private static final int DIGITS = 16;

  public static Conditions of(MadeOf boot, KernelArtifact kernel) {
    return new Conditions(
        kernel.toolchain(),
        digits(boot.qemu()),
        digits(boot.guest()),
        digits(boot.probe()),
        digits(boot.initramfs()),
        digits(boot.plan()));
  }

  private static String digits(String digest) {
    return digest.substring(0, Math.min(DIGITS, digest.length()));
  }

  /** What differs, in words; nothing where times can be compared. */
  public List<String> unlike(Conditions other) {
    List<String> all = new ArrayList<>();
    unless(compiler.equals(other.compiler), "the kernel's compiler", all);
    unless(qemu.equals(other.qemu), "QEMU", all);
    unless(guest.equals(other.guest), "the guest's definition", all);
    unless(probe.equals(other.probe), "the probe", all);
    unless(programs.equals(other.programs), "the guest's programs or modules", all);
    unless(places.equals(other.places), "the places of its memory", all);
    return all;
  }

  private static void unless(boolean same, String what, List<String> all) {
    if (!same) {
      all.add(what);
    }
  }
}
