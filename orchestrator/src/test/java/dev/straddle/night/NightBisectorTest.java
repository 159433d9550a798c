package dev.straddle.night;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.history.FailureKey;
import dev.straddle.history.TestId;
import java.util.List;
import org.junit.jupiter.api.Test;

class NightBisectorTest {

  private static final TestId BOOTS = new TestId("line", "", "tip", "guest");

  private static String symptom(String title, TestId test) {
    return NightBisector.symptom(new FailureKey(title, List.of()), test);
  }

  @Test
  void aTitleIsAskedWithAnyNumberAndWhateverACompilerAddsToFunctions() {
    String asked = symptom("WARNING in __init_page.isra.0", BOOTS);
    assertThat(asked)
        .isEqualTo("title:WARNING in __init_page(\\.(isra|constprop|part|cold)[.\\d]*)?");
    assertThat("WARNING in __init_page.constprop.3").matches(asked.substring("title:".length()));
    assertThat("WARNING in __init_page_of").doesNotMatch(asked.substring("title:".length()));
    assertThat("kernel BUG at drivers/dax/pmem.c:28!")
        .matches(
            symptom("kernel BUG at drivers/dax/pmem.c:24!", BOOTS).substring("title:".length()));
  }

  @Test
  void aHangIsAHangAndABuildABuild() {
    assertThat(symptom(FailureKey.HANG, BOOTS)).isEqualTo("hang");
    String asked =
        symptom("compile: mm/x.c:304:2: error: 'a' undeclared (first use)", TestId.build("l", "t"));
    assertThat(asked).startsWith("build:compile: ");
    assertThat("compile: mm/x.c:298:7: error: 'a' undeclared (first use)")
        .matches(asked.substring("build:".length()));
  }
}
