package dev.straddle.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
  void anEndThatCannotBeReadIsNone() {
    say("step killed", "status none", "step odd", "status -1", "step long", "status 1234567");
    say("step far", "status 256", "status 0", "step cut", "step next", "status 0", "done -1");
    GuestFacts facts = report.facts();

    assertThat(facts.steps())
        .extracting(GuestFacts.Step::name, GuestFacts.Step::exitStatus)
        .containsExactly(
            tuple("killed", -1),
            tuple("odd", -1),
            tuple("long", -1),
            tuple("far", -1),
            tuple("cut", -1),
            tuple("next", 0));
    assertThat(facts.unparsed())
        .containsExactly(
            "status none: no exit status",
            "status -1: no exit status",
            "status 1234567: no exit status",
            "status 256: no exit status",
            "status 0: no step has begun",
            "done -1: no exit status");
    assertThat(facts.probeStatus()).isEmpty();
  }

  @Test
  void whatExceedsALimitIsTold() {
    for (int i = 0; i <= 256; i++) {
      say("fact f" + i + " x");
    }
    for (int i = 0; i <= 1024; i++) {
      say("step s" + i, "status 0");
    }
    for (int i = 0; i <= 16; i++) {
      report.line("rendezvous r" + i);
    }
    assertThat(report.facts().unparsed())
        .containsExactly(
            "fact f256 x: more than 256 facts",
            "step s1024: more than 1024 steps",
            "rendezvous r16: more than 16 of these");
  }

  @Test
  void aGuestsWordsArePrintable() {
    say("fact release 6.12\u001b[2J", "fact \u0007 x", "step \u001b]0;x", "status 0");
    say("text dax-after", "| dax0.0 driver=\u001b[1m");
    say("text iomem-after", "| 00001000-00001fff : \u001b[2J", "| gibberish");
    GuestFacts facts = report.facts();

    assertThat(report.line("rendezvous \u001b[2J")).isEqualTo(new Request.None());
    assertThat(facts.release()).isEmpty();
    assertThat(facts.other()).isEmpty();
    assertThat(facts.daxDevices()).isEmpty();
    assertThat(facts.iomemAfter()).isEmpty();
    assertThat(facts.steps()).containsExactly(new GuestFacts.Step("?]0;x", 0, ""));
    assertThat(facts.unparsed()).hasSize(6).allMatch(line -> line.matches("[ -~]*"));
  }

  @Test
  void aGuestCannotNameThePointsOfItsHost() {
    assertThat(report.line("rendezvous ssh-connected")).isEqualTo(new Request.None());
    assertThat(report.line("rendezvous crash")).isEqualTo(new Request.None());
    assertThat(report.facts().unparsed()).hasSize(2);
  }

  @Test
  void aLineThatWasCutIsTold() {
    say("fact long " + "x".repeat(5000));
    assertThat(report.facts().other()).isEmpty();
    assertThat(report.facts().unparsed()).singleElement().asString().endsWith("characters");
  }

  @Test
  void theProbesStatusIsAFact() {
    say("done 7", "done 0");
    assertThat(report.facts().probeStatus()).contains(7);
    assertThat(report.facts().unparsed()).containsExactly("done 0: said before");
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
    assertThat(facts.unparsed()).hasSize(33).last().asString().endsWith(" more");
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
