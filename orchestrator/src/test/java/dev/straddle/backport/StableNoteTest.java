package dev.straddle.backport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class StableNoteTest {

  @Test
  void whatAuthorsWrite() {
    assertThat(note("Cc: stable@vger.kernel.org # v5.19+").since()).contains("5.19");
    assertThat(note("Cc: <stable@vger.kernel.org> # 6.1.x").since()).contains("6.1");
    assertThat(note("CC: stable@kernel.org").asked()).isTrue();
    assertThat(note("Cc: stable+noautosel@kernel.org # wait").byHand()).isTrue();
    assertThat(note("Cc: linux-mm@kvack.org").asked()).isFalse();
    assertThat(note("Cc: <stable@vger.kernel.org> # 6.1: 0123456789ab: mm: it").needed())
        .containsExactly(new StableNote.Needed(Optional.of("6.1"), "0123456789ab"));
    assertThat(note("Cc: <stable@vger.kernel.org> # 5.15.x: 0123456789ab").needed())
        .containsExactly(new StableNote.Needed(Optional.of("5.15"), "0123456789ab"));
    assertThat(note("Cc: <stable@vger.kernel.org> # 0123456789ab: mm: it").needed())
        .containsExactly(new StableNote.Needed(Optional.empty(), "0123456789ab"));
  }

  @Test
  void sinceWhichVersion() {
    assertThat(note("Cc: <stable@vger.kernel.org> # 6.1.x-").since()).contains("6.1");
    assertThat(note("Cc: stable@vger.kernel.org # v5.4 and later").since()).contains("5.4");
    assertThat(note("Cc: stable@vger.kernel.org # >= 5.4").since()).contains("5.4");
    assertThat(note("Cc: stable@vger.kernel.org # since v4.19").since()).contains("4.19");
    assertThat(note("Cc: stable@vger.kernel.org # 5.15, 5.4, 5.10").since()).contains("5.4");
    assertThat(note("Cc: stable@vger.kernel.org [6.6+]").since()).contains("6.6");
    assertThat(note("Cc: stable@vger.kernel.org      # 5.10.x+").since()).contains("5.10");
    assertThat(note("Cc: stable@vger.kernel.org # wait for rc3").since()).isEmpty();
    StableNote old = note("Cc: stable@vger.kernel.org # 5.10+");
    assertThat(old.leavesOut(Optional.of("5.4"))).isTrue();
    assertThat(old.leavesOut(Optional.of("5.10"))).isFalse();
    assertThat(old.leavesOut(Optional.of("6.1"))).isFalse();
  }

  @Test
  void commitsOfAnyLengthThatAreNeeded() {
    assertThat(note("Cc: <stable@vger.kernel.org> # 3.3.x: a1f84a3: sched: check").needed())
        .containsExactly(new StableNote.Needed(Optional.of("3.3"), "a1f84a3"));
    assertThat(note("Cc: stable@vger.kernel.org # needs commit 0123456789ab").needed())
        .containsExactly(new StableNote.Needed(Optional.empty(), "0123456789ab"));
    assertThat(note("Cc: stable@vger.kernel.org # defaced").needed()).isEmpty();
  }

  @Test
  void whatOneBranchNeedsAnotherMayNot() {
    StableNote.Needed needed =
        note("Cc: <stable@vger.kernel.org> # 6.1: 0123456789ab: mm: it").needed().get(0);
    assertThat(needed.concerns(Optional.of("6.1"))).isTrue();
    assertThat(needed.concerns(Optional.of("6.6"))).isFalse();
    assertThat(needed.concerns(Optional.empty())).isTrue();
  }

  private static StableNote note(String line) {
    return StableNote.of(new Commit("0".repeat(40), "A", "mm: x\n\nSo.\n\n" + line + "\n"));
  }
}
