package dev.straddle.findings;

import dev.straddle.findings.LogForms.Form;
import dev.straddle.findings.LogForms.Line;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What forms are written with. */
final class FormText {

  private FormText() {}

  static void kernelOnly(Map<String, Form> forms, String name, Function<Line, String> form) {
    forms.put(name, new Form(false, lines -> bytes(ofKernel(lines, form))));
  }

  /** What the kernel said, a line of it at a time; what user space printed is left out. */
  static String ofKernel(List<Line> lines, Function<Line, String> form) {
    return string(lines, l -> l.kernel() ? form.apply(l) : null);
  }

  static void console(Map<String, Form> forms, String name, Function<Line, String> prefix) {
    forms.put(name, new Form(true, lines -> text(lines, l -> prefix.apply(l) + l.plain())));
    if (!name.equals("console")) {
      kernelOnly(forms, name + ", no stamps", l -> prefix.apply(l) + l.text());
    }
  }

  /** What stands around a console, or is done to it as a whole. */
  static void page(Map<String, Form> forms, String name, UnaryOperator<String> page) {
    forms.put(name, new Form(true, lines -> bytes(page.apply(string(lines, Line::plain)))));
    forms.put(
        name + ", no stamps",
        new Form(false, lines -> bytes(page.apply(ofKernel(lines, Line::text)))));
  }

  static byte[] text(List<Line> lines, Function<Line, String> form) {
    return bytes(string(lines, form));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String string(List<Line> lines, Function<Line, String> form) {
    StringBuilder out = new StringBuilder();
    for (Line line : lines) {
      String text = form.apply(line);
      if (text != null) {
        out.append(text).append('\n');
      }
    }
    return out.toString();
  }

  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        default -> {
          if (c < ' ') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  static String html(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  static byte[] encoded(List<Line> lines, Charset charset, String mark) {
    return (mark + string(lines, Line::plain)).getBytes(charset);
  }

  /** As mail programs do: at blanks, without a prefix on the rest. */
  static String wrapped(String line, int width, String prefix) {
    StringBuilder out = new StringBuilder();
    String rest = line;
    while (rest.length() > width) {
      int blank = rest.lastIndexOf(' ', width);
      if (blank <= prefix.length() + 16) {
        blank = rest.indexOf(' ', width);
      }
      if (blank < 0) {
        break;
      }
      out.append(rest, 0, blank).append('\n');
      rest = prefix + rest.substring(blank + 1);
    }
    return out.append(rest).toString();
  }

  static String broken(String line, int width) {
    StringBuilder out = new StringBuilder();
    for (int at = 0; at < line.length(); at += width) {
      out.append(at == 0 ? "" : "\n").append(line, at, Math.min(line.length(), at + width));
    }
    return out.toString();
  }

  static String cut(String line, int width) {
    return line.length() <= width ? line : line.substring(0, width);
  }
}
