package dev.straddle.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.Finding;
import dev.straddle.report.ConsoleReader.Kept;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ConsoleReaderTest {

  @Test
  void keepsBothEndsAndTheNeighbourhoodOfAFinding() throws IOException {
    String text =
        IntStream.rangeClosed(1, 10_000)
            .mapToObj(i -> "line " + i)
            .collect(Collectors.joining("\n"));
    Finding finding = SampleRun.finding("BUG: x", 5_000, 5_010);
    Kept kept = read(text, List.of(finding), 3);

    assertThat(kept.lines()).isEqualTo(10_000);
    assertThat(kept.kept().headMap(4L).values()).containsExactly("line 1", "line 2", "line 3");
    assertThat(kept.kept().tailMap(9_000L).values())
        .containsExactly("line 9998", "line 9999", "line 10000");
    assertThat(kept.around(finding).firstKey()).isEqualTo(5_000);
    assertThat(kept.around(finding).lastKey()).isEqualTo(5_016);
    assertThat(ConsoleView.whole(kept, List.of(finding)).lines())
        .filteredOn(l -> l.style().equals("gap"))
        .extracting(ConsoleView.Line::text)
        .containsExactly("… 4996 lines …", "… 4981 lines …");
  }

  @Test
  void aReportWithoutEndIsCut() throws IOException {
    String text = "x\n".repeat(10_000);
    Finding finding = SampleRun.finding("BUG: x", 1, 10_000);

    assertThat(read(text, List.of(finding), 0).kept()).hasSizeLessThan(300);
  }

  @Test
  void aLineOfMegabytesIsCutAndSaysSo() throws IOException {
    Kept kept = read("a".repeat(3_000_000) + "\nnext", List.of(), 10);

    assertThat(kept.kept().get(1L)).hasSize(1_000 + " … 2999000 more bytes".length());
    assertThat(kept.kept().get(1L)).endsWith(" … 2999000 more bytes");
    assertThat(kept.kept().get(2L)).isEqualTo("next");
  }

  @Test
  void aFloodLeavesAsManyLinesAsWereAskedFor() throws IOException {
    InputStream flood =
        new InputStream() {
          private long left = 100_000_000;

          @Override
          public int read() {
            return left-- > 0 ? (left % 97 == 0 ? '\n' : 'x') : -1;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            int n = 0;
            while (n < length && left > 0) {
              bytes[offset + n++] = (byte) read();
            }
            return n == 0 ? -1 : n;
          }
        };

    assertThat(new ConsoleReader(List.of(), 100).read(flood).kept()).hasSize(200);
  }

  @Test
  void coloursAndCarriageReturnsGo() throws IOException {
    Kept kept = read("\u001b[31mred\u001b[0m\r\n\u001b[2J\u001b[1;1Hnext\r", List.of(), 9);

    assertThat(kept.kept().values()).containsExactly("red", "next");
  }

  @Test
  void bytesThatAreNoTextAreReplaced() throws IOException {
    byte[] bytes = {'a', (byte) 0xff, (byte) 0xc3, '\n', 'b'};
    Kept kept = new ConsoleReader(List.of(), 9).read(new ByteArrayInputStream(bytes));

    assertThat(kept.kept().values()).containsExactly("a\ufffd\ufffd", "b");
  }

  @Property(tries = 100)
  void linesAreNumberedAsAnEditorDoes(
      @ForAll List<@net.jqwik.api.constraints.AlphaChars String> lines) throws IOException {
    String text = lines.stream().map(l -> l + "\n").collect(Collectors.joining());
    Kept kept = read(text, Collections.emptyList(), 1_000);

    assertThat(kept.kept().values()).containsExactlyElementsOf(lines);
    assertThat(kept.lines()).isEqualTo(lines.size());
  }

  private static Kept read(String text, List<Finding> findings, int ends) throws IOException {
    return new ConsoleReader(findings, ends)
        .read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
