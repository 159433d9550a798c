package dev.straddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.straddle.verdict.ExitStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class ParseCommandTest extends CommandTest {

  private static final Path CONSOLES = Path.of("src/test/resources/consoles");

  @TempDir Path dir;

  @Test
  void aQuietLogGivesStatusZero() {
    assertThat(parse(console("clean-poweroff"))).isEqualTo(ExitStatus.AS_EXPECTED);
    assertThat(out.toString()).contains("nothing found");
  }

  @Test
  void aCrashGivesStatusOneAndIsDescribed() {
    assertThat(parse(console("lkdtm-write-ro"))).isEqualTo(ExitStatus.AGAINST_EXPECTATION);
    assertThat(out.toString())
        .contains("BUG: unable to handle kernel paging request in lkdtm_WRITE_RO")
        .contains("kernel write at 0xffffffff81a58080: permissions violation")
        .contains("task sh, pid");
  }

  @Test
  void jsonIsOneLinePerFileAsTheSchemaSays() throws IOException {
    assertThat(parse("--json", console("lkdtm-exception"), console("clean-poweroff")))
        .isEqualTo(ExitStatus.AGAINST_EXPECTATION);
    String[] lines = out.toString().strip().split("\n");
    assertThat(lines).hasSize(2);
    Schema schema =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                registry -> registry.schemaLoader(loader -> loader.fetchRemoteResources()))
            .getSchema(
                SchemaLocation.of(
                    Path.of("../docs/schemas/parse.schema.json")
                        .toAbsolutePath()
                        .normalize()
                        .toUri()
                        .toString()));
    for (String line : lines) {
      assertThat(schema.validate(new ObjectMapper().readTree(line))).isEmpty();
    }
  }

  @Test
  void packedLogsAreUnpacked() throws IOException {
    byte[] console = Files.readAllBytes(Path.of(console("lkdtm-bug")));
    Path file = dir.resolve("console.log.gz");
    try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(file))) {
      packed.write(console);
    }
    assertThat(parse(file.toString())).isEqualTo(ExitStatus.AGAINST_EXPECTATION);
    assertThat(out.toString()).contains("gz:270: kernel BUG in lkdtm_BUG");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 1000));
    assertThat(parse(file.toString())).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString()).contains("cannot read").contains("console.log.gz");
  }

  @Test
  void aLogPackedByBzip2IsUnpacked() throws IOException {
    Path file = dir.resolve("console.log.bz2");
    byte[] console = Files.readAllBytes(Path.of(console("lkdtm-bug")));
    try (OutputStream packed = new BZip2CompressorOutputStream(Files.newOutputStream(file))) {
      packed.write(console);
    }
    assertThat(parse(file.toString())).isEqualTo(ExitStatus.AGAINST_EXPECTATION);
  }

  @Test
  void whatCannotBeUnpackedIsNoQuietLog() throws IOException {
    Path file = Files.write(dir.resolve("log.zip"), new byte[] {'P', 'K', 3, 4, 0, 0});
    assertThat(parse(file.toString())).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString()).contains("log.zip is packed by zip", "unpack it first");
  }

  @Test
  void aFileInWhichNoKernelSpeaksIsNoQuietLog() throws IOException {
    Path junk = Files.write(dir.resolve("junk"), new byte[] {0, 1, -1, 10, 7});
    Path prose = Files.writeString(dir.resolve("prose"), "Dear all,\nsee the log attached.\n");
    for (Path file : List.of(junk, prose)) {
      assertThat(parse(file.toString())).isEqualTo(ExitStatus.NO_ANSWER);
      assertThat(out.toString()).contains(file + ": no line of a kernel");
    }
    assertThat(out.toString()).doesNotContain("nothing found");
  }

  @Test
  void anEmptyLogIsNoQuietOne() throws IOException {
    Path file = Files.createFile(dir.resolve("nothing.log"));
    assertThat(parse(file.toString())).isEqualTo(ExitStatus.NO_ANSWER);
    assertThat(out.toString()).contains("nothing to read").doesNotContain("nothing found");
    assertThat(parse(file.toString(), console("lkdtm-write-ro")))
        .isEqualTo(ExitStatus.AGAINST_EXPECTATION);
  }

  @Test
  void aMissingFileIsAUsageError() {
    assertThat(parse(dir.resolve("nope").toString())).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString()).contains("no file");
  }

  @Test
  void rulesOfTheUserComeFirst() throws IOException {
    Path rules =
        Files.writeString(
            dir.resolve("rules.yaml"),
            """
            families:
              - family: mine
                headers:
                  - text: 'Run /init as'
                    titles: [{when: 'Run (?P<program>[^ ]+)', title: 'started {program}'}]
            """);
    assertThat(parse("--rules", rules.toString(), console("clean-poweroff")))
        .isEqualTo(ExitStatus.AGAINST_EXPECTATION);
    assertThat(out.toString()).contains("started /init");
  }

  @Test
  void aBrokenRulesFileSaysWhereAndWhy() throws IOException {
    Path rules =
        Files.writeString(
            dir.resolve("rules.yaml"),
            "families:\n  - family: mine\n    headers:\n      - text: abc\n"
                + "        titles: [{when: '(', title: x}]\n");
    assertThat(parse("--rules", rules.toString(), console("clean-poweroff")))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString()).contains("rules.yaml:5:25: not an RE2 expression");
  }

  @Test
  void whatCannotBeReadIsToldInPlainWords() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream xz = new XZOutputStream(packed, new LZMA2Options())) {
      Files.copy(Path.of(console("lkdtm-exception")), xz);
    }
    Path cut = dir.resolve("cut.xz");
    Files.write(cut, Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
    Path binary = Files.write(dir.resolve("binary"), new byte[] {'a', (byte) 0xff, (byte) 0xfe});

    assertThat(parse(cut.toString())).isEqualTo(ExitStatus.USAGE);
    assertThat(parse("--rules", binary.toString(), console("clean-poweroff")))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString().lines().filter(line -> line.startsWith("straddle:")))
        .containsExactly(
            "straddle: cannot read " + cut + ": it ends too early",
            "straddle: cannot read " + binary + ": it is not UTF-8 text");
  }

  private int parse(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "parse";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return straddle(all);
  }

  private static String console(String name) {
    return CONSOLES.resolve(name + ".console").toString();
  }
}
