package dev.straddle.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table in plain text; where it would be too wide, its rows become one list each. */
public final class TextTable {

  private static final Pattern LABEL = Pattern.compile("^ *\\S.{0,20}?  +(?=\\S)");
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  private record Field(String text, String tone) {}

  private final List<List<Field>> rows = new ArrayList<>();

  /** Begins a row with its name. */
  public TextTable row(String name, String tone) {
    rows.add(new ArrayList<>(List.of(new Field(name, tone))));
    return this;
  }

  /** Adds a field to the last row. */
  public TextTable field(String text, String tone) {
    rows.get(rows.size() - 1).add(new Field(text, tone));
    return this;
  }

  /**
   * The table, ending in a line feed.
   *
   * @param width columns of the terminal
   */
  public String text(int width, Paint paint) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<Field> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).text().length());
      }
    }
    int all = 0;
    for (int w : widths) {
      all += w + 2;
    }
    if (all - 2 <= width || columns <= 2) {
      return across(rows, widths, paint);
    }
    StringBuilder text = new StringBuilder();
    for (List<Field> row : rows.subList(1, rows.size())) {
      List<List<Field>> one = new ArrayList<>();
      one.add(List.of(row.get(0)));
      for (int column = 1; column < row.size(); column++) {
        Field head = rows.get(0).get(column);
        one.add(List.of(new Field("    " + head.text(), ""), row.get(column)));
      }
      int names =
          one.stream().mapToInt(r -> r.size() == 1 ? 0 : r.get(0).text().length()).max().orElse(0);
      text.append(across(one, new int[] {names, 0}, paint)).append('\n');
    }
    return text.isEmpty() ? "" : text.substring(0, text.length() - 1);
  }

  private static String across(List<List<Field>> rows, int[] widths, Paint paint) {
    StringBuilder text = new StringBuilder();
    for (List<Field> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        Field field = row.get(i);
        line.append(paint.tone(field.tone(), field.text()));
        if (i < row.size() - 1) {
          line.append(" ".repeat(widths[i] - field.text().length() + 2));
        }
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** The text in lines of at most {@code width} columns where its words allow that. */
  public static String wrap(String text, int width, String indent) {
    StringBuilder wrapped = new StringBuilder();
    StringBuilder line = new StringBuilder(indent);
    for (String word : text.strip().split("\\s+")) {
      if (line.length() > indent.length() && line.length() + 1 + word.length() > width) {
        wrapped.append(line).append('\n');
        line = new StringBuilder(indent);
      }
      line.append(line.length() > indent.length() ? " " : "").append(word);
    }
    return wrapped.append(line).append('\n').toString();
  }

  /** A line as it stands; where it is too long, the rest goes below it, further to the right. */
  public static String wrap(String line, int width) {
    int indent = line.length() - line.stripLeading().length();
    StringBuilder wrapped = new StringBuilder();
    String rest = line.stripTrailing();
    int least = indent;
    while (rest.length() > width) {
      int cut = rest.lastIndexOf(' ', width);
      cut = cut > least ? cut : rest.indexOf(' ', Math.max(width, least));
      if (cut < 0) {
        break;
      }
      wrapped.append(rest.substring(0, cut).stripTrailing()).append('\n');
      least = indent + 4;
      rest = " ".repeat(least) + rest.substring(cut).strip();
    }
    return wrapped.append(rest).append('\n').toString();
  }

  /**
   * A line that may begin with a label and may have colours; where it is too long, the rest goes
   * below what follows the label.
   */
  public static String hanging(String line, int width) {
    Matcher label = LABEL.matcher(line);
    int column = label.find() ? label.end() : line.length() - line.stripLeading().length();
    StringBuilder wrapped = new StringBuilder(line.substring(0, column));
    String rest = line.substring(column);
    column = COLOUR.matcher(wrapped).replaceAll("").length();
    int at = column;
    for (String word : rest.split(" ")) {
      int length = COLOUR.matcher(word).replaceAll("").length();
      if (at > column && at + 1 + length > width) {
        wrapped.setLength(wrapped.toString().stripTrailing().length());
        wrapped.append('\n').append(" ".repeat(column));
        at = column;
      } else if (at > column) {
        wrapped.append(' ');
        at++;
      }
      wrapped.append(word);
      at += length;
    }
    return wrapped.toString();
  }
}
