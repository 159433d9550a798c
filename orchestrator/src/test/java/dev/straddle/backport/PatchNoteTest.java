package dev.straddle.backport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.kernel.series.Series;
import dev.straddle.model.PatchSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the mails of a series say of commits and branches. */
class PatchNoteTest {

  private static final String DIFF =
      "---\n mm/x.c | 2 +-\n\ndiff --git a/mm/x.c b/mm/x.c\n--- a/mm/x.c\n+++ b/mm/x.c\n@@ -1 +1 @@\n-a\n+b\n";

  @TempDir Path dir;

  @Test
  void aBackportAsTheStableListSeesIt() throws Exception {
    List<PatchNote> notes =
        notes(
            mail(
                "[PATCH 6.1.y 1/2] mm: one",
                "From: B <b@example.org>\n\n[ Upstream commit 0123456789abcdef0123 ]\n\nBecause.\n\n"
                    + "Fixes: 1111111aaaaa (\"mm: zero\")\nCc: <stable@vger.kernel.org> # 5.10.x: 2222222bbbbb: mm: helper\n"),
            mail(
                "[PATCH 6.1.y 2/2] mm: two",
                "commit 3333333cccccc upstream.\n\nBecause.\n\nDepends-on: 4444444ddddd (\"mm: base\")\n"
                    + "Cc: stable@vger.kernel.org # v6.1+\n"));
    assertThat(notes.get(0).upstream()).containsExactly("0123456789abcdef0123");
    assertThat(notes.get(0).fixes()).containsExactly("1111111aaaaa");
    assertThat(notes.get(0).stable().needed())
        .extracting(n -> n.id())
        .containsExactly("2222222bbbbb");
    assertThat(notes.get(1).needs()).containsExactly("4444444ddddd");
    assertThat(notes.get(1).stable().since()).contains("6.1");
    assertThat(PatchNote.lines(notes))
        .containsExactly(
            "  1/2 says: is upstream commit 0123456789ab; fixes 1111111aaaaa; for stable;"
                + " needs 2222222bbbbb on 5.10 first",
            "  2/2 says: is upstream commit 3333333ccccc; needs 4444444ddddd; for stable from 6.1 on");
  }

  @Test
  void aPatchThatSaysNothingHasNoLine() throws Exception {
    List<PatchNote> notes = notes(mail("[PATCH] mm: one", "Because.\n"));
    assertThat(notes).hasSize(1);
    assertThat(PatchNote.lines(notes)).isEmpty();
  }

  private List<PatchNote> notes(String... mails) throws Exception {
    Path file = Files.writeString(dir.resolve("series.mbox"), String.join("\n", mails));
    return PatchNote.of(Series.read(new PatchSource.Files(file, false)));
  }

  private static String mail(String subject, String body) {
    return "From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: A <a@example.org>\nSubject: "
        + subject
        + "\nDate: Thu, 1 Jan 2026 00:00:00 +0000\nMessage-ID: <"
        + subject.hashCode()
        + "@example.org>\n\n"
        + body
        + DIFF;
  }
}
