package dev.straddle.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.straddle.AnyRecord;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.GuestFacts;
import dev.straddle.model.GuestSpec.Placement;
import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import dev.straddle.model.Symptom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonTest {

  private static final Path FILE = Path.of("test.json");

  @Property(tries = 80)
  void anObservationSurvivesTheRoundTrip(@ForAll("observations") Observation observation) {
    assertThat(roundTrip(observation, Observation.class)).isEqualTo(observation);
  }

  @Property(tries = 80)
  void aRunSurvivesTheRoundTrip(@ForAll("runs") RunRecord run) {
    RunRecord again = roundTrip(run, RunRecord.class);
    assertThat(again).isEqualTo(run);
    assertThat(again.matrix().guests().keySet())
        .as("the order of guests is the order of the report's columns")
        .containsExactlyElementsOf(run.matrix().guests().keySet());
  }

  @Property(tries = 50)
  void aPlanSurvivesTheRoundTrip(@ForAll("plans") RunPlan plan) {
    assertThat(roundTrip(plan, RunPlan.class)).isEqualTo(plan);
  }

  @Example
  void fieldsMayBeAddedWithoutANewVersionWhenTheyMayBeAbsent() {
    RunRecord run = AnyRecord.of(RunRecord.class).sample();
    ObjectNode older = Json.MAPPER.valueToTree(run);
    older.remove("work");
    older.put("novelty", 1);

    RunRecord read = Json.read(FILE, bytes(older), RunRecord.class, RunRecord.SCHEMA);
    assertThat(read.work()).isEmpty();
    assertThat(read.verdict()).isEqualTo(run.verdict());

    ObjectNode seen = Json.MAPPER.valueToTree(AnyRecord.of(Observation.class).sample());
    seen.remove("trouble");
    assertThat(Json.read(FILE, bytes(seen), Observation.class, Observation.SCHEMA).trouble())
        .isEmpty();
  }

  @Example
  void aBuildThatFailedNeedNotSayOfWhatVersion() {
    BuildFailure failure =
        new BuildFailure("k", "v", "compile", "no", "log", Optional.of("6.12.117-1"));
    ObjectNode older = Json.MAPPER.valueToTree(failure);
    older.remove("version");
    assertThat(Json.part(FILE, bytes(older), BuildFailure.class).version()).isEmpty();
  }

  @Example
  void anObservationOfSchemaOneIsRead() {
    ObjectNode older = Json.MAPPER.valueToTree(AnyRecord.of(Observation.class).sample());
    older.put("schema", 1);
    older.remove(List.of("heard", "witnesses", "watched", "pressure", "madeOf"));
    ((ObjectNode) older.get("console")).remove("sha256");
    ((ObjectNode) older.get("facts")).remove(List.of("probeStatus", "unparsed"));
    ((ObjectNode) older.at("/guest/timeouts")).remove("settle");
    older.get("audits").forEach(audit -> ((ObjectNode) audit).remove(List.of("state", "devices")));

    Observation read = Json.read(FILE, bytes(older), Observation.class, Observation.SCHEMA);
    assertThat(read.heard()).isEmpty();
    assertThat(read.witnesses()).isEmpty();
    assertThat(read.madeOf()).isEmpty();
    assertThat(read.console().sha256()).isEmpty();
    assertThat(read.facts().unparsed()).isEmpty();
    assertThat(read.audits()).allMatch(audit -> audit.state().isEmpty());
    assertThat(read.guest().timeouts().settling()).isPositive();
  }

  @Example
  void aMissingFieldThatMustBeThereIsNamed() {
    ObjectNode run = Json.MAPPER.valueToTree(AnyRecord.of(RunRecord.class).sample());
    ((ObjectNode) run.get("host")).remove("qemu");
    assertThatThrownBy(() -> Json.read(FILE, bytes(run), RunRecord.class, RunRecord.SCHEMA))
        .isInstanceOf(UnreadableRunException.class)
        .hasMessageStartingWith("test.json:1:")
        .hasMessageContaining("not as straddle writes it: host/qemu: ");

    ((ObjectNode) run.get("host")).put("qemu", "x").remove("cpus");
    assertThatThrownBy(() -> Json.read(FILE, bytes(run), RunRecord.class, RunRecord.SCHEMA))
        .isInstanceOf(UnreadableRunException.class)
        .hasMessageContaining("host/cpus: ");
  }

  @Example
  void whatIsWrongIsToldWithoutNamesOfClasses() {
    ObjectNode run = Json.MAPPER.valueToTree(AnyRecord.of(RunRecord.class).sample());
    run.putArray("kernels").addNull();
    assertThat(refusal("[]"))
        .isEqualTo(
            "test.json:1:1: not as straddle writes it: " + "something of another kind stands here");
    assertThat(refusal("{")).endsWith(": it ends too early");
    assertThat(refusal("")).endsWith(": it ends too early");
    assertThat(refusal("{}")).endsWith("not as straddle writes it: schema: it is missing, or null");
    assertThat(refusal(run.toString()))
        .endsWith("not as straddle writes it: something that must be there is null");
    run.putArray("kernels");
    run.putArray("cells").add("hello");
    assertThat(refusal(run.toString())).contains("cells/0: 'hello' is no cell; one looks like ");
    assertThat(refusal("[".repeat(2000))).doesNotContain("StreamRead");
  }

  private static String refusal(String text) {
    String[] message = new String[1];
    assertThatThrownBy(
            () ->
                Json.read(
                    FILE, text.getBytes(StandardCharsets.UTF_8), RunRecord.class, RunRecord.SCHEMA))
        .isInstanceOf(UnreadableRunException.class)
        .satisfies(e -> message[0] = e.getMessage())
        .message()
        .doesNotContain("dev.straddle", "java.", "FAIL_ON", "Deserialization", "\n");
    return message[0];
  }

  @Example
  void aCrashOfEarlierVersionsIsAReport() throws IOException {
    String older = "{\"titles\": [\"BUG: x\"], \"faultInVmemmap\": true}";
    assertThat(Json.MAPPER.readValue(older, Symptom.class))
        .isEqualTo(
            new Symptom.Report(List.of("BUG: x"), List.of(), List.of(), Optional.of("vmemmap")));
    assertThat(Json.MAPPER.readValue(older.replace("true", "false"), Symptom.class))
        .isEqualTo(Symptom.Report.titled("BUG: x"));
  }

  @Example
  void placementsSayWhatKindTheyAre() {
    assertThat(Json.write(new Placement.StraddleVmemmap()))
        .isEqualToIgnoringWhitespace("{\"kind\": \"straddle-vmemmap\"}");
  }

  @Example
  void factsOfTheGuestAreSorted() {
    GuestFacts facts =
        new GuestFacts(
            Optional.empty(),
            Optional.of("x"),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of("d", "4", "b", "2", "e", "5", "a", "1", "c", "3"));
    assertThat(Json.write(facts))
        .containsSubsequence("\"a\"", "\"b\"", "\"c\"", "\"d\"", "\"e\"")
        .as("what is absent is null, not left out")
        .contains("\"release\" : null");
  }

  @Provide
  Arbitrary<Observation> observations() {
    return AnyRecord.of(Observation.class);
  }

  @Provide
  Arbitrary<RunRecord> runs() {
    return AnyRecord.of(RunRecord.class);
  }

  @Provide
  Arbitrary<RunPlan> plans() {
    return AnyRecord.of(RunPlan.class);
  }

  private static byte[] bytes(ObjectNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static <T> T roundTrip(T value, Class<T> type) {
    byte[] text = Json.write(value).getBytes(StandardCharsets.UTF_8);
    return Json.read(FILE, text, type, Observation.SCHEMA);
  }
}
