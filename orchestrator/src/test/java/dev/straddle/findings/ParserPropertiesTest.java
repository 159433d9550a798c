package dev.straddle.findings;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.straddle.model.Finding;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for any bytes. */
class ParserPropertiesTest {

  private static final long SLACK = 1 << 20;

  private static final List<String> PIECES =
      List.of(
          "[    1.000000] ",
          "[    1.000000][   T7] ",
          "BUG: unable to handle page fault for address: ffffea8000000038",
          "BUG: KASAN: use-after-free in f+0x1/0x2",
          "WARNING: CPU: 0 PID: 1 at a.c:1 f+0x1/0x2",
          "WARNING: possible circular locking dependency detected",
          "INFO: task a:1 blocked for more than 9 seconds.",
          "Kernel panic - not syncing: Fatal exception",
          "------------[ cut here ]------------",
          "Linux version 6.12",
          "Call Trace:",
          " f+0x1/0x2 [mod]",
          " ? g+0xffffffffffffffffffff/0x0",
          "RIP: 0010:f+0x1/0x2",
          "CR2: ffffffffffffffff",
          "Comm: x Tainted: G D W 6",
          "is trying to acquire lock:",
          "\u001b[31m",
          "\r",
          "> ",
          "May  1 08:00:00 host kernel: ",
          "{\"_TRANSPORT\":\"kernel\",\"MESSAGE\":\"",
          "Content-Transfer-Encoding: base64\n\n",
          "Content-Transfer-Encoding: quoted-printable\n\n",
          "=\n",
          "<br>",
          "tool 7 => ",
          "@@ -1,7 +1,7 @@",
          "\u0000",
          "x".repeat(9000),
          "\n",
          "\n");

  @Provide
  Arbitrary<byte[]> consoles() {
    return Arbitraries.of(PIECES)
        .list()
        .ofMaxSize(60)
        .map(pieces -> String.join("", pieces).getBytes(StandardCharsets.ISO_8859_1));
  }

  @Property(tries = 300)
  void howTheBytesArriveChangesNothing(
      @ForAll("consoles") byte[] console,
      @ForAll LogKind kind,
      @ForAll @IntRange(min = 1, max = 5000) int seed) {
    FindingParser pieces = parser(kind);
    Random random = new Random(seed);
    for (int at = 0; at < console.length; ) {
      int n = Math.min(console.length - at, 1 + random.nextInt(200));
      pieces.accept(console, at, n);
      at += n;
    }
    assertThat(pieces.finish()).isEqualTo(whole(console, kind));
  }

  @Property(tries = 300)
  void findingsLieInTheConsoleAndInOrder(@ForAll("consoles") byte[] console, @ForAll LogKind kind) {
    long previous = 0;
    for (Finding finding : whole(console, kind)) {
      assertThat(finding.place().startByte()).isBetween(0L, finding.place().endByte());
      assertThat(finding.place().endByte()).isLessThanOrEqualTo(console.length);
      assertThat(finding.place().firstLine())
          .isBetween(Math.max(1, previous), finding.place().lastLine());
      assertThat(finding.title())
          .isNotBlank()
          .doesNotContain("\n")
          .doesNotContainPattern("\\{[a-z]+[~^]?\\}");
      assertThat(finding.report().extract()).isNotEmpty();
      previous = finding.place().firstLine();
    }
  }

  @Property(tries = 200)
  void anyBytesAreRead(@ForAll byte[] console, @ForAll LogKind kind) {
    whole(console, kind);
  }

  /** Work is counted in bytes allocated, as all but the search in clean lines allocates. */
  @Property(tries = 30)
  void twiceTheConsoleIsTwiceTheWork(@ForAll("consoles") byte[] console, @ForAll LogKind kind) {
    long once = allocatedBy(repeated(console, 100), kind);
    long twice = allocatedBy(repeated(console, 200), kind);
    assertThat(twice).isLessThan(once * 5 / 2 + SLACK);
  }

  /** The search in clean lines reads each byte for the line it is in, and passes it on once. */
  @Property(tries = 300)
  void eachByteIsDeliveredAtMostOnce(
      @ForAll("consoles") byte[] console,
      @ForAll boolean wantsAll,
      @ForAll @IntRange(min = 1, max = 20000) int piece) {
    Deliveries deliveries = new Deliveries(wantsAll);
    LineSplitter splitter = new LineSplitter(CompiledRules.standard().strict(), deliveries);
    for (int at = 0; at < console.length; at += piece) {
      splitter.accept(console, at, Math.min(piece, console.length - at));
    }
    splitter.finish();
    assertThat(deliveries.bytes).isLessThanOrEqualTo(console.length);
    assertThat(deliveries.inOrder).isTrue();
  }

  private static final class Deliveries implements LineSplitter.Sink {
    private final boolean all;
    private long bytes;
    private long end;
    private boolean inOrder = true;

    Deliveries(boolean all) {
      this.all = all;
    }

    @Override
    public void line(byte[] buf, int off, int len, long startByte, long endByte, long number) {
      bytes += len;
      inOrder &= startByte >= end && endByte >= startByte + len;
      end = endByte;
    }

    @Override
    public boolean wantsAll() {
      return all;
    }
  }

  private static byte[] repeated(byte[] console, int times) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      all.writeBytes(console);
      all.write('\n');
    }
    return all.toByteArray();
  }

  private static long allocatedBy(byte[] console, LogKind kind) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    whole(console, kind);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static List<Finding> whole(byte[] console, LogKind kind) {
    FindingParser parser = parser(kind);
    parser.accept(console, 0, console.length);
    return parser.finish();
  }

  private static FindingParser parser(LogKind kind) {
    return kind == LogKind.ANY_LOG ? FindingParser.tolerant() : FindingParser.standard();
  }
}
