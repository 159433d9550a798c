package dev.straddle.guest;

import dev.straddle.model.AddressPlan;
import dev.straddle.model.CellId;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.text.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A QEMU command line, word by word; a pure function of what is to be booted.
 *
 * @param argv program and arguments
 */
public record QemuCommand(List<String> argv) {

  /**
   * Names of the serial lines' pipes and of QMP's socket, relative to the directory in which QEMU
   * runs.
   */
  static final String CONSOLE = "console";

  static final String PROBE = "probe";
  static final String QMP = "qmp";

  /** Comes with QEMU, and is done in a third of the time that its usual firmware takes. */
  private static final String FIRMWARE = "qboot.rom";

  /**
   * The network of a guest with SSH: connections to a port of 127.0.0.1 that the host's kernel
   * picks reach the guest, and nothing that begins in the guest reaches anybody.
   */
  private static final List<String> SSH_NETWORK =
      List.of(
          "-netdev",
          "user,id=ssh,restrict=on,ipv6=off,hostfwd=tcp:127.0.0.1:0-10.0.2.15:22",
          "-device",
          "virtio-net-pci,netdev=ssh,romfile=");

  private static final List<String> NO_NETWORK = List.of("-nic", "none");

  public QemuCommand {
    argv = List.copyOf(argv);
  }

  /**
   * What is to be booted.
   *
   * @param cell names the boot; its seed makes the boot repeatable: one vCPU, clock and entropy
   *     from the seed
   * @param images directory for the content of prepared NVDIMMs
   */
  public record Boot(
      CellId cell,
      GuestSpec guest,
      KernelArtifact kernel,
      AddressPlan plan,
      Path initramfs,
      Path images,
      Accelerator accelerator) {

    /**
     * Whether the guest goes on without waiting for the host, unless the host has work to do: a
     * seeded boot would otherwise depend on the host's time.
     */
    public boolean flows() {
      return cell.seed().isPresent();
    }

    /** The same from another archive. */
    public Boot from(Path otherInitramfs) {
      return new Boot(cell, guest, kernel, plan, otherInitramfs, images, accelerator);
    }

    /** Its memory devices, in order, plugged ones included. */
    public List<MemoryDevice> memoryDevices() {
      return IntStream.range(0, guest.pmem().size())
          .mapToObj(
              n ->
                  MemoryDevice.of(
                      n,
                      guest.pmem().get(n),
                      guest.machine().numaNodes(),
                      plan.pmem().get(n).physical().start(),
                      images))
          .toList();
    }

    /** Writes the content of prepared NVDIMMs. */
    public void writeImages() throws IOException {
      for (int n = 0; n < guest.pmem().size(); n++) {
        if (guest.pmem().get(n).arrival() == GuestSpec.Arrival.PREPARED) {
          NamespaceImage.write(
              MemoryDevice.image(images, n),
              guest.pmem().get(n),
              plan.pmem().get(n).physical().start().value());
        }
      }
    }
  }

  /** The command for a straddle at the other end of its channels. */
  public static QemuCommand attended(Boot boot) {
    List<String> argv = common(boot, "panic=pause,shutdown=pause", cmdline(boot), false);
    argv.addAll(boot.guest().ssh().isPresent() ? SSH_NETWORK : NO_NETWORK);
    argv.add("-S");
    for (String line : List.of(CONSOLE, PROBE)) {
      argv.addAll(List.of("-chardev", "pipe,id=" + line + ",path=" + line));
      argv.addAll(List.of("-serial", "chardev:" + line));
    }
    argv.addAll(List.of("-chardev", "socket,id=" + QMP + ",path=" + QMP));
    argv.addAll(List.of("-mon", "chardev=" + QMP + ",mode=control"));
    return new QemuCommand(argv);
  }

  /** The same, waiting for the state of a machine that was saved. */
  public QemuCommand restoring() {
    List<String> waiting = new ArrayList<>(argv);
    waiting.addAll(List.of("-incoming", "defer"));
    return new QemuCommand(waiting);
  }

  /**
   * The same boot for a person: console on the terminal, the probe's words in a file; memory that
   * straddle would plug in later is there from the start.
   */
  public static QemuCommand byHand(Boot boot) {
    List<String> argv =
        common(boot, "panic=shutdown", cmdline(boot) + " straddle.unattended", true);
    argv.addAll(NO_NETWORK);
    argv.addAll(List.of("-serial", "stdio", "-serial", "file:probe-by-hand.log"));
    return new QemuCommand(argv);
  }

  /** The command as a shell script. */
  public String script(String comment) {
    StringBuilder text = new StringBuilder("#!/bin/sh\n# ").append(comment).append("\nexec");
    for (String word : argv) {
      boolean option = word.startsWith("-");
      text.append(option ? " \\\n  " : " ").append(Shell.quoted(word));
    }
    return text.append('\n').toString();
  }

  private static List<String> common(
      Boot boot, String panicAction, String cmdline, boolean withPlugged) {
    GuestSpec.Machine machine = boot.guest().machine();
    List<String> argv = new ArrayList<>();
    argv.addAll(
        List.of(
            "qemu-system-x86_64",
            "-name",
            "straddle " + escaped(boot.cell().toString()),
            "-nodefaults",
            "-no-user-config",
            "-display",
            "none",
            "-no-reboot",
            "-action",
            panicAction,
            "-machine",
            "q35,nvdimm=on",
            "-bios",
            FIRMWARE,
            "-accel",
            boot.accelerator().qemuName(),
            "-cpu",
            String.format(
                Locale.ROOT,
                "max,vendor=AuthenticAMD,la57=%s,phys-bits=%d",
                machine.pagingLevels() == 5 ? "on" : "off",
                machine.physBits()),
            "-smp",
            processors(machine),
            "-m",
            memory(boot)));
    boot.cell()
        .seed()
        .ifPresent(
            seed ->
                argv.addAll(
                    List.of(
                        "-icount",
                        "shift=0,sleep=off",
                        "-seed",
                        Long.toString(seed),
                        "-rtc",
                        "base=2026-01-01,clock=vm")));
    argv.addAll(List.of("-device", "pvpanic-pci"));
    numa(machine, argv);
    List<MemoryDevice> devices = boot.memoryDevices();
    for (int n = 0; n < devices.size(); n++) {
      if (withPlugged || boot.guest().pmem().get(n).arrival() != GuestSpec.Arrival.PLUGGED) {
        argv.addAll(
            List.of(
                "-object",
                devices.get(n).backendOption(),
                "-device",
                devices.get(n).deviceOption()));
      }
    }
    argv.addAll(
        List.of(
            "-kernel",
            image(boot).toString(),
            "-initrd",
            boot.initramfs().toString(),
            "-append",
            cmdline));
    return argv;
  }

  /**
   * The ELF image starts at once through its PVH entry, but skips the boot stub that would
   * randomise the layout or turn on the fifth level, so such guests get the compressed image.
   */
  private static Path image(Boot boot) {
    GuestSpec.Machine machine = boot.guest().machine();
    return machine.kaslr() || machine.pagingLevels() == 5
        ? boot.kernel().bzImage()
        : boot.kernel().vmlinux();
  }

  /** Processors of one socket share a cache, and the kernel warns when such lie on two nodes. */
  private static String processors(GuestSpec.Machine machine) {
    String count = Integer.toString(machine.cpus());
    return machine.numaNodes() == 1 ? count : count + ",sockets=" + count;
  }

  /** RAM in equal parts, processors in turn; a machine without nodes says nothing of them. */
  private static void numa(GuestSpec.Machine machine, List<String> argv) {
    int nodes = machine.numaNodes();
    for (int node = 0; nodes > 1 && node < nodes; node++) {
      int first = node;
      String cpus =
          IntStream.range(0, machine.cpus())
              .filter(cpu -> cpu % nodes == first)
              .mapToObj(cpu -> ",cpus=" + cpu)
              .collect(Collectors.joining());
      argv.addAll(
          List.of(
              "-object",
              "memory-backend-ram,id=ram" + node + ",size=" + machine.memory().bytes() / nodes,
              "-numa",
              "node,nodeid=" + node + ",memdev=ram" + node + cpus));
    }
  }

  private static String memory(Boot boot) {
    GuestSpec.Machine machine = boot.guest().machine();
    int slots = boot.guest().pmem().size();
    return slots == 0
        ? machine.memory().bytes() + "B"
        : String.format(
            Locale.ROOT,
            "%dB,slots=%d,maxmem=%dB",
            machine.memory().bytes(),
            slots,
            machine.maxMemory().bytes());
  }

  private static String cmdline(Boot boot) {
    GuestSpec guest = boot.guest();
    List<String> words = new ArrayList<>(List.of("console=ttyS0", "oops=panic", "panic=-1"));
    if (!guest.machine().kaslr()) {
      words.add("nokaslr");
    }
    words.addAll(spared(guest.machine(), boot.accelerator()));
    if (guest.pmem().stream().anyMatch(p -> p.mode() == GuestSpec.Mode.DIMM)) {
      words.add("memhp_default_state=online");
    }
    if (boot.flows()) {
      words.add("straddle.flowing");
      words.add("straddle.settle=" + seconds(guest.timeouts().settling()));
    }
    words.addAll(guest.cmdline());
    for (int i = 0; i < guest.pmem().size(); i++) {
      GuestSpec.Pmem pmem = guest.pmem().get(i);
      words.add(
          String.format(
              Locale.ROOT,
              "straddle.pmem%d=%s,%s,%d,%s",
              i,
              lowerCase(pmem.mode()),
              lowerCase(pmem.map()),
              pmem.align().bytes(),
              lowerCase(pmem.arrival())));
    }
    return String.join(" ", words);
  }

  /**
   * What the kernel need not do in such a machine, by its parameters. Translated, each costs some
   * hundredth parts of a second:
   *
   * <ul>
   *   <li>{@code swiotlb=noforce}: to clear 64 MiB for devices that reach only low memory;
   *   <li>{@code no_timer_check}: to wait for ticks of a timer that an emulator does deliver;
   *   <li>{@code noapictimer}: to measure the timer of the APIC, which a lone processor does
   *       without;
   *   <li>{@code noreplace-smp}: to rewrite each atomic instruction for a lone processor.
   * </ul>
   */
  private static List<String> spared(GuestSpec.Machine machine, Accelerator accelerator) {
    List<String> words = new ArrayList<>(List.of("swiotlb=noforce"));
    if (accelerator == Accelerator.TCG) {
      words.add("no_timer_check");
      if (machine.cpus() == 1) {
        words.addAll(List.of("noapictimer", "noreplace-smp"));
      }
    }
    return words;
  }

  private static String seconds(Duration time) {
    return String.format(Locale.US, "%d.%03d", time.toSeconds(), time.toMillisPart());
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** QEMU splits option values at commas; a doubled one stands for itself. */
  static String escaped(String value) {
    return value.replace(",", ",,");
  }
}
