package dev.straddle.findings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One console in each of the forms in which people hand on what a kernel said. */
final class LogForms {

  private static final Pattern STAMPED =
      Pattern.compile("^\\[ *(\\d+)\\.(\\d{6})\\](?:\\[ *([TC]\\d+)\\])? ?(.*)$");

  /** A line of a console. */
  record Line(boolean kernel, long micros, String caller, String text) {
    long seconds() {
      return micros / 1_000_000;
    }

    String fraction() {
      return String.format("%06d", micros % 1_000_000);
    }

    String stamp() {
      return String.format(Locale.ROOT, "[%5d.%06d] ", seconds(), micros % 1_000_000);
    }

    /** The time of day, were the machine booted at eight. */
    String clock() {
      long s = 8 * 3600 + seconds() % 36000;
      return String.format("%02d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
    }

    String plain() {
      return kernel ? stamp() + text : text;
    }
  }

  /**
   * A form.
   *
   * @param whole whether it has what user space printed too
   */
  record Form(boolean whole, Function<List<Line>, byte[]> of) {}

  private LogForms() {}

  /** What is left of a console where only the kernel's lines are kept. */
  static String kernelLines(List<Line> lines) {
    return FormText.ofKernel(lines, Line::plain);
  }

  static List<Line> lines(String console) {
    List<Line> lines = new ArrayList<>();
    long micros = 0;
    for (String raw : console.split("\n", -1)) {
      String text = raw.replace("\r", "");
      Matcher m = STAMPED.matcher(text);
      if (m.matches()) {
        micros = Long.parseLong(m.group(1)) * 1_000_000 + Long.parseLong(m.group(2));
        lines.add(new Line(true, micros, m.group(3) == null ? "T1" : m.group(3), m.group(4)));
      } else {
        lines.add(new Line(false, micros, "", text));
      }
    }
    return lines;
  }

  /** The names of all forms, and what each makes of a console. */
  static Map<String, Form> all() {
    Map<String, Form> forms = new LinkedHashMap<>();
    SystemLogForms.addTo(forms);
    RingForms.addTo(forms);
    ProgramForms.addTo(forms);
    PeopleForms.addTo(forms);
    ContainerForms.addTo(forms);
    CiForms.addTo(forms);
    SerialForms.addTo(forms);
    PasteForms.addTo(forms);
    ServiceForms.addTo(forms);
    DeskForms.addTo(forms);
    MailForms.addTo(forms);
    return forms;
  }
}
