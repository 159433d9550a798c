package dev.straddle.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.boot.ProbeReport.Request;
import dev.straddle.model.Address;
import dev.straddle.model.AddressRange;
import dev.straddle.model.GuestFacts;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ProbeReportTest {

  private final ProbeReport report = new ProbeReport();

  @Test
  void readsFactsTextsAndSteps() {
    say(
        "fact release 6.12.1-x",
        "text iomem-before",
        "| 00001000-0009fbff : System RAM",
        "|   00002000-00002fff : Kernel code",
        "text dax-after",
        "| dax0.0 driver=device_dax align=2097152",
        "| dax1.0 driver= size=1",
        "step create",
        "| made",
        "status 1");
    GuestFacts facts = report.facts();

    assertThat(facts.release()).contains("6.12.1-x");
    assertThat(facts.iomemBefore())
        .containsExactly(
            entry(0, 0x1000, 0x9fc00, "System RAM"), entry(1, 0x2000, 0x3000, "Kernel code"));
    assertThat(facts.daxDevices().get(0).driver()).contains("device_dax");
    assertThat(facts.daxDevices().get(0).attributes()).containsEntry("align", "2097152");
    assertThat(facts.daxDevices().get(1).driver()).isEmpty();
    assertThat(facts.steps()).containsExactly(new GuestFacts.Step("create", 1, "made"));
  }

  @Test
  void aStepThatNeverEndedIsListedAsUnfinished() {
    say("step create", "| so far");

    assertThat(report.facts().steps()).containsExactly(new GuestFacts.Step("create", -1, "so far"));
  }

  @Test
  void asksForARendezvousAndForTheEnd() {
    assertThat(report.line("rendezvous before")).isEqualTo(new Request.Rendezvous("before"));
    assertThat(report.line("done 3")).isEqualTo(new Request.Done(3));
    assertThat(report.line("done well")).isEqualTo(new Request.None());
    assertThat(report.line("| done 0")).isEqualTo(new Request.None());
  }

  @Test
  void aGuestCannotFillTheHost() {
    for (int i = 0; i < 100_000; i++) {
      say("fact f" + i + " x", "step s" + i, "| " + "y".repeat(100), "status 0");
    }
    say("step long");
    for (int i = 0; i < 10_000; i++) {
      say("| " + "z".repeat(1000));
    }
    GuestFacts facts = report.facts();
    assertThat(facts.other()).hasSizeLessThanOrEqualTo(256);
    assertThat(facts.steps()).hasSizeLessThanOrEqualTo(1025);
    assertThat(facts.steps()).allSatisfy(s -> assertThat(s.output().length()).isLessThan(4097));
  }

  @Property(tries = 300)
  void anyLinesAreTaken(@ForAll List<String> lines) {
    ProbeReport anything = new ProbeReport();
    lines.forEach(anything::line);
    lines.forEach(line -> anything.line("text notes " + line));
    lines.forEach(line -> anything.line("| " + line));
    assertThat(anything.facts()).isNotNull();
  }

  private void say(String... lines) {
    for (String line : lines) {
      report.line(line);
    }
  }

  private static GuestFacts.IomemEntry entry(int depth, long start, long end, String name) {
    return new GuestFacts.IomemEntry(
        depth, new AddressRange(new Address(start), new Address(end)), name);
  }
}
