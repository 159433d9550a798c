package dev.straddle.guest;

/** What executes the guest's instructions. */
public enum Accelerator {
  /** The host's virtualisation hardware. */
  KVM("kvm", 1),
  /** QEMU's translator; slower, so deadlines are multiplied. */
  TCG("tcg", 6);

  private final String qemuName;
  private final int slowness;

  Accelerator(String qemuName, int slowness) {
    this.qemuName = qemuName;
    this.slowness = slowness;
  }

  /** The name that {@code -accel} takes. */
  public String qemuName() {
    return qemuName;
  }

  /** How many times a deadline meant for virtualisation hardware must be stretched. */
  public int slowness() {
    return slowness;
  }
}
