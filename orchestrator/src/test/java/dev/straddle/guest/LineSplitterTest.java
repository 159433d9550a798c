package dev.straddle.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LineSplitterTest {

  private final List<String> lines = new ArrayList<>();

  @Test
  void cutsAtLineEndsAndKeepsWhatIsUnfinished() {
    LineSplitter splitter = new LineSplitter(100, lines::add);
    feed(splitter, "one\r\n\ntw", 3);
    assertThat(lines).containsExactly("one", "");
    feed(splitter, "o\nthree", 100);
    assertThat(lines).containsExactly("one", "", "two");
  }

  @Test
  void dropsTheRestOfALineThatIsTooLong() {
    feed(new LineSplitter(4, lines::add), "123456789\nab\n", 3);
    assertThat(lines).containsExactly("1234", "ab");
  }

  @Property(tries = 500)
  void howTheBytesArriveDoesNotMatter(
      @ForAll @AlphaChars @Chars('\n') String text, @ForAll @IntRange(min = 1, max = 9) int size) {
    List<String> seen = new ArrayList<>();
    feed(new LineSplitter(1000, seen::add), text + "\n", size);
    assertThat(seen)
        .isEqualTo(Arrays.asList((text + "\n").split("\n", -1)).subList(0, seen.size()));
    assertThat(seen).hasSize((int) text.chars().filter(c -> c == '\n').count() + 1);
  }

  private static void feed(LineSplitter splitter, String text, int size) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += size) {
      splitter.feed(ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at)));
    }
  }
}
