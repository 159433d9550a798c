package dev.straddle.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.straddle.model.KernelRegion;
import dev.straddle.model.ReportTypes;
import dev.straddle.model.Symptom;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymptomReaderTest {

  @Test
  void wordsOfACommandLine() {
    Map.of(
            "build", new Symptom.BuildFails(Optional.empty()),
            "crash", new Symptom.Crash(),
            "hang", new Symptom.Hang(),
            "gap", new Symptom.Gap(Optional.empty()),
            "gap:vmemmap", new Symptom.Gap(Optional.of("vmemmap")),
            "title:BUG: .* in foo", Symptom.Report.titled("BUG: .* in foo"),
            "console:a:b", new Symptom.ConsoleLine("a:b"),
            "claim:paging mode", new Symptom.ClaimFails("paging mode"),
            "guest-time:2s", new Symptom.GuestTimeAbove(Duration.ofSeconds(2)),
            "guest-time:51203us", new Symptom.GuestTimeAbove(Duration.ofNanos(51_203_000)))
        .forEach((word, symptom) -> assertThat(SymptomReader.parse(word)).isEqualTo(symptom));
    assertThat(SymptomReader.parse(List.of("gap", "hang")))
        .isEqualTo(
            new Symptom.AnyOf(List.of(new Symptom.Gap(Optional.empty()), new Symptom.Hang())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gop",
        "crash:x",
        "title",
        "title:",
        "title:(",
        "console:(?=x)",
        "guest-time:2"
      })
  void whatIsNoSymptomIsSaid(String word) {
    assertThatThrownBy(() -> SymptomReader.parse(word))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expects");
  }

  /** One that no kernel ever shows would make every commit a good one. */
  @Test
  void aNameThatNothingHasIsNoSymptom() {
    assertThatThrownBy(() -> SymptomReader.parse("gap:vmemap"))
        .hasMessage("'vmemap' is no region of the address space; did you mean 'vmemmap'?");
    assertThatThrownBy(() -> SymptomReader.parse("fault-in:moon"))
        .hasMessageContaining("known: user, guard hole");
    assertThatThrownBy(() -> SymptomReader.parse("type:WARNIG"))
        .hasMessage("'WARNIG' is no type of report; did you mean 'WARNING'?");
  }

  @Test
  void editorsKnowTheSameNames() throws Exception {
    JsonNode symptom =
        new ObjectMapper()
            .readTree(Path.of("../schemas/matrix.schema.json").toFile())
            .at("/$defs/symptom/properties");
    assertThat(symptom.at("/types/items/enum")).map(JsonNode::asText).isEqualTo(ReportTypes.ALL);
    assertThat(symptom.at("/fault-in/enum")).map(JsonNode::asText).isEqualTo(KernelRegion.names());
    assertThat(symptom.at("/gap/enum"))
        .map(JsonNode::asText)
        .containsAll(KernelRegion.names())
        .contains("any");
  }
}
