package dev.straddle.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.AddressRange;
import dev.straddle.model.ByteSize;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.GuestSpec.Machine;
import dev.straddle.model.GuestSpec.Map;
import dev.straddle.model.GuestSpec.Mode;
import dev.straddle.model.GuestSpec.Placement;
import dev.straddle.model.GuestSpec.Pmem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asks a QEMU whose processor never starts where it has put everything. */
class QemuMemoryMapIT {

  private static final Pattern DEVICE = Pattern.compile("addr: 0x([0-9a-f]+)");
  private static final Pattern RAM =
      Pattern.compile("([0-9a-f]{16})-([0-9a-f]{16}) \\(prio 0, ram\\): pc\\.ram");
  private static final Pattern REFUSED =
      Pattern.compile("Address space limit 0x[0-9a-f]+ < 0x([0-9a-f]+) phys-bits too low");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "1GiB, 40TiB, 46, default",
    "1GiB, 40TiB, 46, 0x1fffe0000000",
    "4GiB, 40TiB, 46, default",
    "4GiB, 8GiB, 46, default",
    "2815MiB, 8GiB, 46, default",
    "2816MiB, 8GiB, 46, default",
    "2GiB, 1000GiB, 46, default default",
    "2GiB, 1000GiB, 46, 0x10000000000 default",
    "1GiB, 976GiB, 46, default",
    "1GiB, 977GiB, 46, default",
    "1GiB, 62TiB, 46, default",
  })
  void putsMemoryWhereThePlannerSays(
      String memory, String maxMemory, int physBits, String placements)
      throws IOException, InterruptedException {
    GuestSpec guest = guest(memory, maxMemory, physBits, placements);
    AddressPlan plan = AddressPlanner.plan(guest, 64);

    String answer = ask(guest);

    assertThat(matches(DEVICE, answer).map(m -> Address.parse(m.group(1))))
        .as(answer)
        .containsExactlyInAnyOrderElementsOf(
            plan.pmem().stream().map(p -> p.physical().start()).toList());
    // The low holes of a PC (VGA, BIOS, a PAM hole below 4 GiB) lie inside the planned ranges.
    TreeSet<Address> ends =
        matches(RAM, answer)
            .map(m -> Address.parse(m.group(2)))
            .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
    assertThat(ends.last()).as(answer).isIn(endsOf(plan.ram().get(plan.ram().size() - 1)));
    assertThat(matches(RAM, answer).map(m -> Address.parse(m.group(1))))
        .as(answer)
        .contains(plan.ram().get(plan.ram().size() - 1).start());
  }

  @ParameterizedTest
  @CsvSource({"1GiB, 63TiB, 46", "1GiB, 40TiB, 40", "4GiB, 1000GiB, 40"})
  void refusesWhatThePlannerRefuses(String memory, String maxMemory, int physBits)
      throws IOException, InterruptedException {
    GuestSpec guest = guest(memory, maxMemory, physBits, "default");

    assertThat(
            matches(REFUSED, ask(guest)).map(m -> "up to 0x" + m.group(1).replaceFirst("^0+", "")))
        .singleElement()
        .satisfies(
            limit ->
                assertThat(AddressPlanner.problems(guest))
                    .extracting(PlacementProblem::message)
                    .singleElement()
                    .asString()
                    .contains(limit));
  }

  /**
   * QEMU keeps the last MiB of low RAM for itself when that is what the hole below 4 GiB leaves.
   */
  private static List<Address> endsOf(AddressRange ram) {
    return List.of(ram.end().plus(-1), ram.end().plus(-1 - (1L << 20)));
  }

  private static Stream<Matcher> matches(Pattern pattern, String text) {
    List<Matcher> found = new ArrayList<>();
    text.lines().map(pattern::matcher).filter(Matcher::find).forEach(found::add);
    return found.stream();
  }

  private String ask(GuestSpec guest) throws IOException, InterruptedException {
    Machine machine = guest.machine();
    List<String> argv =
        new ArrayList<>(
            List.of(
                "qemu-system-x86_64",
                "-nodefaults",
                "-display",
                "none",
                "-S",
                "-machine",
                "q35,nvdimm=on",
                "-accel",
                "tcg",
                "-cpu",
                "max,vendor=AuthenticAMD,la57=off,phys-bits=" + machine.physBits(),
                "-m",
                "%dB,slots=%d,maxmem=%dB"
                    .formatted(
                        machine.memory().bytes(), guest.pmem().size(), machine.maxMemory().bytes()),
                "-monitor",
                "stdio"));
    for (int i = 0; i < guest.pmem().size(); i++) {
      Pmem pmem = guest.pmem().get(i);
      String place = pmem.placement() instanceof Placement.At at ? ",addr=" + at.address() : "";
      argv.addAll(
          List.of(
              "-object",
              "memory-backend-ram,id=m%d,reserve=off,size=%d".formatted(i, pmem.size().bytes()),
              "-device",
              "nvdimm,id=n%d,memdev=m%d%s".formatted(i, i, place)));
    }
    Path questions = directory.resolve("questions");
    Files.writeString(questions, "info memory-devices\ninfo mtree -f\nquit\n");
    Process qemu =
        new ProcessBuilder(argv)
            .redirectInput(questions.toFile())
            .redirectErrorStream(true)
            .start();
    try {
      return new String(qemu.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } finally {
      qemu.destroyForcibly();
      qemu.waitFor();
    }
  }

  private static GuestSpec guest(String memory, String maxMemory, int physBits, String placements) {
    return Guests.with(
        new Machine(ByteSize.parse(memory), ByteSize.parse(maxMemory), 1, 4, physBits, false, 1),
        Stream.of(placements.split(" ")).map(QemuMemoryMapIT::pmem).toList());
  }

  private static Pmem pmem(String placement) {
    return new Pmem(
        ByteSize.parse("1GiB"),
        placement.equals("default")
            ? new Placement.Default()
            : new Placement.At(Address.parse(placement)),
        Mode.DEVDAX,
        Map.MEM,
        ByteSize.ofMiB(2),
        0);
  }
}
