package dev.straddle.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The prefilter agrees with a plain search for each text in each line. */
class PrefilterTest {

  private static final List<String> TEXTS =
      List.of("BUG: ", "BUG: KASAN:", "rcu_x", "list_add corruption", "panic\u00e9", "------[ cut");
  private static final Prefilter PREFILTER = new Prefilter(TEXTS);

  @Provide
  Arbitrary<String> consoles() {
    return Arbitraries.oneOf(
            Arbitraries.of(TEXTS),
            Arbitraries.of(TEXTS).map(text -> text.substring(1)),
            Arbitraries.of(TEXTS).map(text -> text.substring(0, text.length() - 1)),
            Arbitraries.strings().withChars("BUG: rcu_x\u00e9\u0000-").ofMaxLength(30),
            Arbitraries.just("\n"))
        .list()
        .ofMaxSize(20)
        .map(pieces -> String.join("", pieces));
  }

  @Property(tries = 1000)
  void theFirstLineWithATextIsFound(
      @ForAll("consoles") String console, @ForAll @IntRange(max = 20) int before) {
    byte[] buf = ("x".repeat(before) + console + "BUG: ").getBytes(StandardCharsets.UTF_8);
    int to = buf.length - "BUG: ".length();
    int hit = PREFILTER.next(buf, before, to);
    int line = 0;
    int found = -1;
    for (String text : console.split("\n", -1)) {
      if (found < 0 && TEXTS.stream().anyMatch(text::contains)) {
        found = line;
      }
      line++;
    }
    assertThat(hit < 0 ? -1 : LineSplitter.feeds(buf, before, hit)).isEqualTo(found);
  }

  @Test
  void aTextThatIsTooShortIsRefused() {
    assertThatThrownBy(() -> new Prefilter(List.of("BUG:")))
        .isInstanceOf(BadRulesException.class)
        .hasMessageContaining("at least 5 bytes: \"BUG:\"");
  }
}
