package dev.straddle.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.AnyRecord;
import dev.straddle.model.GuestFacts;
import dev.straddle.model.GuestSpec.Placement;
import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
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
  void placementsSayWhatKindTheyAre() {
    assertThat(Json.write(new Placement.StraddleVmemmap()))
        .isEqualToIgnoringWhitespace("{\"kind\": \"straddle-vmemmap\"}");
  }

  @Example
  void factsOfTheGuestAreSorted() {
    GuestFacts facts =
        new GuestFacts(
            Optional.empty(),
            Optional.of("c0ffee"),
            Optional.empty(),
            List.of(),
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

  private static <T> T roundTrip(T value, Class<T> type) {
    byte[] text = Json.write(value).getBytes(StandardCharsets.UTF_8);
    return Json.read(Path.of("test.json"), text, type, 1);
  }
}
