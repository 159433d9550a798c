package dev.straddle.report;

import dev.straddle.text.Paint;
import java.util.ArrayList;
import java.util.List;

/** A table in plain text; where it would be too wide, its rows become one list each. */
final class TextTable {

  private record Field(String text, String tone) {}

  private final List<List<Field>> rows = new ArrayList<>();

  /** Begins a row with its name. */
  TextTable row(String name, String tone) {
    rows.add(new ArrayList<>(List.of(new Field(name, tone))));
    return this;
  }

  /** Adds a field to the last row. */
  TextTable field(String text, String tone) {
    rows.get(rows.size() - 1).add(new Field(text, tone));
    return this;
  }

  /**
   * The table, ending in a line feed.
   *
   * @param width columns of the terminal
   */
  String text(int width, Paint paint) {
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
  static String wrap(String text, int width, String indent) {
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
}
