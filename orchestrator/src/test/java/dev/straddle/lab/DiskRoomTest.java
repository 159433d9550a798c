package dev.straddle.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskRoomTest {

  private final List<String> notes = new ArrayList<>();
  private final DiskRoom room = new DiskRoom(Duration.ofMillis(1), Duration.ofMillis(3));

  @Test
  void waitsUntilThereIsRoomAndSaysSoOnce() throws Exception {
    ArrayDeque<Long> usable = new ArrayDeque<>(List.of(0L, 4096L, DiskRoom.ENOUGH));
    room.await(usable::pop, notes::add);
    assertThat(usable).isEmpty();
    assertThat(notes)
        .containsExactly(
            "less than 2MiB are free where the run is written; waiting up to 0 s for room");
  }

  @Test
  void doesNotWaitWhereThereIsRoom() throws Exception {
    room.await(() -> DiskRoom.ENOUGH, notes::add);
    assertThat(notes).isEmpty();
  }

  @Test
  void aDiskThatStaysFullCostsTheTimeOnceForAllBoots() throws Exception {
    int[] looks = new int[1];
    for (int boot = 0; boot < 10; boot++) {
      room.await(() -> -looks[0]++, notes::add);
    }
    assertThat(looks[0]).isEqualTo(3 + 10);
    assertThat(notes).hasSize(1);
  }

  @Test
  void theTimeBeginsAnewWhenThereWasRoom() throws Exception {
    room.await(() -> 0, notes::add);
    room.await(() -> DiskRoom.ENOUGH, notes::add);
    room.await(() -> 0, notes::add);
    assertThat(notes).hasSize(2);
  }

  @Test
  void anInterruptEndsTheWait() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> room.await(() -> 0, notes::add))
        .isInstanceOf(InterruptedException.class);
  }
}
