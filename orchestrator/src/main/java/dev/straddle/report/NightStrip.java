package dev.straddle.report;

import dev.straddle.history.Chronicle;
import dev.straddle.history.TestId;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A test over its last nights as one strip: a cell for each night, whose dark part is the share of
 * boots that failed. Without colours it reads the same.
 *
 * @param passed, failed, unanswered outlines of what to fill
 * @param label the same in words
 */
record NightStrip(String passed, String failed, String unanswered, String label) {

  /** So many nights are shown. */
  static final int NIGHTS = 90;

  static final int STEP = 10;
  static final int WIDTH = NIGHTS * STEP;
  static final int HEIGHT = 16;
  private static final int CELL = 9;
  private static final int LEAST = 4;
  private static final int LABELS_APART = 9;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH).withZone(ZoneId.systemDefault());

  /**
   * A date above the strips.
   *
   * @param percent of the strip's width, where it ends
   */
  record Label(int percent, String text) {}

  static List<Chronicle.Told> shown(Chronicle chronicle) {
    List<Chronicle.Told> all = chronicle.nights();
    return all.subList(Math.max(0, all.size() - NIGHTS), all.size());
  }

  /** Nights that are fewer than are shown stand at the right: the last one is always there. */
  private static int first(List<Chronicle.Told> nights) {
    return NIGHTS - nights.size();
  }

  static List<Label> labels(List<Chronicle.Told> nights) {
    List<Label> labels = new ArrayList<>();
    for (int i = nights.size() - 1; i >= 0; i -= LABELS_APART) {
      labels.add(
          new Label(
              100 * ((first(nights) + i) * STEP + CELL) / WIDTH,
              DAY.format(nights.get(i).record().started())));
    }
    return labels;
  }

  static NightStrip of(List<Chronicle.Told> nights, TestId test) {
    StringBuilder passed = new StringBuilder();
    StringBuilder failed = new StringBuilder();
    StringBuilder unanswered = new StringBuilder();
    int passedNights = 0;
    int failedNights = 0;
    int without = 0;
    for (int i = 0; i < nights.size(); i++) {
      int x = (first(nights) + i) * STEP;
      Chronicle.Score score = nights.get(i).scores().get(test);
      int answered = score == null ? 0 : score.passed() + score.failed();
      if (answered > 0 && score.passed() > 0) {
        box(passed, x, HEIGHT);
      }
      if (answered > 0 && score.failed() > 0) {
        box(failed, x, Math.max(LEAST, HEIGHT * score.failed() / answered));
        failedNights++;
      } else if (answered > 0) {
        passedNights++;
      } else if (score != null) {
        unanswered.append("M%d %dh5".formatted(x + 2, HEIGHT / 2));
        without++;
      }
    }
    return new NightStrip(
        passed.toString(),
        failed.toString(),
        unanswered.toString(),
        "%d nights: passed in %d, failed in %d, without an answer in %d"
            .formatted(nights.size(), passedNights, failedNights, without));
  }

  private static void box(StringBuilder path, int x, int height) {
    path.append("M%d %dh%dv%dh-%dz".formatted(x, HEIGHT - height, CELL, height, CELL));
  }
}
