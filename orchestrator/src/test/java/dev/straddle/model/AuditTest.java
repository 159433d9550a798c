package dev.straddle.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AuditTest {

  private static final long SLOT = 1L << 39;

  @Test
  void neighboursThatAreMissingAlikeAreOneGap() {
    Audit audit =
        audit(
            missing(402, "vmalloc", 1),
            missing(403, "vmalloc", 1),
            missing(404, "vmalloc", 2),
            missing(405, "vmemmap", 2),
            missing(469, "vmemmap", 2));

    assertThat(audit.gaps())
        .extracting(Audit.Gap::slots)
        .containsExactly("slots 402-403", "slot 404", "slot 405", "slot 469");
    assertThat(audit.gaps().get(0).range())
        .isEqualTo(AddressRange.ofSize(new Address(402 * SLOT), 2 * SLOT));
  }

  @Test
  void whatTheFaultingTaskLacksStandsAlone() {
    Audit.MissingSlot faulting = new Audit.MissingSlot(404, range(404), "vmalloc", 1, true);

    assertThat(audit(missing(403, "vmalloc", 1), faulting, missing(405, "vmalloc", 1)).gaps())
        .extracting(Audit.Gap::slots)
        .containsExactly("slot 403", "slot 404", "slot 405");
  }

  private static Audit.MissingSlot missing(int slot, String region, int lackedBy) {
    return new Audit.MissingSlot(slot, range(slot), region, lackedBy, false);
  }

  private static AddressRange range(int slot) {
    return AddressRange.ofSize(new Address(slot * SLOT), SLOT);
  }

  private static Audit audit(Audit.MissingSlot... missing) {
    return new Audit(
        "after",
        4,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        3,
        Stream.of(missing).toList(),
        Optional.empty(),
        Duration.ZERO,
        Optional.empty(),
        Optional.empty());
  }
}
