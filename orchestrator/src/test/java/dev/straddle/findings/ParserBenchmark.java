package dev.straddle.findings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time to parse one console, in the pieces in which a file is read; run by benchmarks/parser.sh.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class ParserBenchmark {

  private static final int PIECE = 1 << 16;

  @Param("")
  public String file;

  /** Of which kind the log is: a guest's console, or any. */
  @Param({"guest", "any"})
  public String kind;

  private byte[] console;

  @Setup
  public void read() throws IOException {
    console = Files.readAllBytes(Path.of(file));
  }

  @Benchmark
  public int parse() {
    FindingParser parser = kind.equals("any") ? FindingParser.tolerant() : FindingParser.standard();
    for (int at = 0; at < console.length; at += PIECE) {
      parser.accept(console, at, Math.min(PIECE, console.length - at));
    }
    return parser.finish().size();
  }
}
