package dev.straddle.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.Audit;
import dev.straddle.model.Outcome;
import dev.straddle.report.AuditPicture.Square;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditPictureTest {

  @Test
  void theMissingSlotIsMarkedInItsPlace() {
    AuditPicture picture = AuditPicture.of(readings(Outcome.OOPS));
    Square missing = square(picture, 469);

    assertThat(picture.squares()).hasSize(256);
    assertThat(picture.squares())
        .filteredOn(s -> s.kind().equals("missing"))
        .containsExactly(missing);
    assertThat(missing.title())
        .isEqualTo(
            "slot 469, from 0xffffea8000000000 (vmemmap): in init_mm, missing in 14 of 15 tables");
    assertThat(missing.x())
        .as("468 is its left neighbour")
        .isEqualTo(square(picture, 468).x() + AuditPicture.PITCH);
    assertThat(square(picture, 256).title()).contains("0xffff800000000000").endsWith("empty");
  }

  @Test
  void whatAppearedDuringTheProbeIsMarked() {
    AuditPicture picture = AuditPicture.of(readings(Outcome.PASS));

    assertThat(square(picture, 469).kind()).isEqualTo("added");
    assertThat(square(picture, 468).kind()).isEqualTo("all");
    assertThat(square(picture, 470).kind()).isEqualTo("none");
  }

  private static List<Audit> readings(Outcome outcome) {
    return SampleBoot.observation(SampleRun.cell("unpatched", "pgd-straddle"), outcome).audits();
  }

  private static Square square(AuditPicture picture, int slot) {
    return picture.squares().get(slot - 256);
  }
}
