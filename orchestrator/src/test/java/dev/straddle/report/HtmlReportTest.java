package dev.straddle.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.RunRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

  @Test
  void thePageSaysWhatTheRunMeant() throws IOException {
    String page = page(SampleRun.fixed(), SampleRun.CONSOLE);

    assertThat(page)
        .contains("<h1>As expected</h1>")
        .contains("FIXED on pgd-straddle")
        .contains("0x200000000000")
        .contains("0xffffea8000000000");
  }

  private static String page(RunRecord run, String console) throws IOException {
    StringWriter out = new StringWriter();
    HtmlReport.write(run, SampleRun.observations(run), SampleRun.consoles(console), out);
    String dump = System.getProperty("straddle.dump");
    if (dump != null) {
      Files.writeString(Path.of(dump), out.toString());
    }
    return out.toString();
  }
}
