package dev.straddle.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.guest.PhysicalMemory;
import dev.straddle.model.Address;
import dev.straddle.model.Audit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Walks over tables written by hand. */
class PageTablesTest {

  private static final long VMEMMAP = 0xffff_ea80_0000_0000L;
  private static final long TOP = 0x1000;
  private static final long NX = 1L << 63;

  private final Map<Long, Long> words = new HashMap<>();
  private final PhysicalMemory memory =
      (address, bytes) -> {
        ByteBuffer all = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < bytes; i += 8) {
          all.putLong(i, words.getOrDefault(address + i, 0L));
        }
        return all;
      };
  private final PageTables four = new PageTables(memory, 4);

  @Test
  void anAbsentTopEntryEndsTheWalkAtOnce() throws Exception {
    assertThat(four.walk(TOP, VMEMMAP + 0x38))
        .containsExactly(new Audit.Level("PGD", 469, new Address(0)));
    assertThat(four.translate(TOP, VMEMMAP)).isEmpty();
  }

  @Test
  void aSmallPageIsFourLevelsDown() throws Exception {
    set(TOP, 469, 0x2067);
    set(0x2000, 0, 0x3067);
    set(0x3000, 1, 0x4067);
    set(0x4000, 2, NX | 0x5163);
    long address = VMEMMAP + (1 << 21) + (2 << 12) + 0x38;

    assertThat(four.walk(TOP, address).stream().map(Audit.Level::name))
        .containsExactly("PGD", "PUD", "PMD", "PTE");
    assertThat(four.translate(TOP, address)).contains(0x5038L);
  }

  @Test
  void largePagesEndTheWalkEarly() throws Exception {
    set(TOP, 469, 0x2067);
    set(0x2000, 0, 0x3067);
    set(0x3000, 0, NX | 0x20_0000L | 0x1e3);
    set(0x2000, 1, NX | 0x4000_0000L | 0x1e3);

    assertThat(four.translate(TOP, VMEMMAP + 0x12345)).contains(0x21_2345L);
    assertThat(four.translate(TOP, VMEMMAP + (1L << 30) + 0x12345)).contains(0x4001_2345L);
  }

  @Test
  void aTableForUserModeHasNothingThatIsTheKernelsAlone() throws Exception {
    long kernel = 0x8000;
    long user = 0x9000;
    for (int slot : new int[] {508, 511}) {
      set(kernel, slot, 0x2067);
      set(user, slot, 0x2067);
    }
    for (int slot : new int[] {273, 402, 468}) {
      set(kernel, slot, 0x3067);
    }
    set(user, 273, 0x4067);
    assertThat(four.isForUserMode(user)).isTrue();
    assertThat(four.isForUserMode(kernel)).isFalse();

    set(user, 402, 0x3067);
    set(user, 468, 0x3067);
    assertThat(four.isForUserMode(user)).as("a task's table in an odd page").isFalse();
    assertThat(four.isForUserMode(0xb000)).as("a page that is no table").isFalse();
  }

  @Test
  void fiveLevelsHaveOneMore() throws Exception {
    PageTables five = new PageTables(memory, 5);
    long base = 0xffd4_0000_0000_0000L;
    set(TOP, 0x1ff & (int) (base >>> 48), 0x2067);
    set(0x2000, 0, 0x3067);
    set(0x3000, 0, 0x4067);
    set(0x4000, 0, 0x5067);
    set(0x5000, 0, 0x6063);

    assertThat(five.walk(TOP, base).stream().map(Audit.Level::name))
        .containsExactly("PGD", "P4D", "PUD", "PMD", "PTE");
    assertThat(five.topEntryBytes()).isEqualTo(256L << 40);
  }

  @Test
  void readsAcrossPages() throws Exception {
    set(TOP, 469, 0x2067);
    set(0x2000, 0, 0x3067);
    set(0x3000, 0, 0x4067);
    set(0x4000, 0, 0x8063);
    set(0x4000, 1, 0x9063);
    words.put(0x8ff8L, 1L);
    words.put(0x9000L, 2L);

    ByteBuffer read = four.read(TOP, VMEMMAP + 0xff8, 16);
    assertThat(List.of(read.getLong(), read.getLong())).containsExactly(1L, 2L);
    assertThatThrownBy(() -> four.read(TOP, VMEMMAP + 0x1ff8, 16))
        .isInstanceOf(IOException.class)
        .hasMessage("0xffffea8000002000 is not mapped in the guest");
  }

  private void set(long table, int index, long entry) {
    words.put(table + 8L * index, entry);
  }
}
