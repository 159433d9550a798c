package dev.straddle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoreFileTest {

  private static final int PROGRAMS = 192;
  private static final int NOTES = PROGRAMS + 2 * 56;
  private static final int MEMORY = NOTES + 16;
  private static final int NAMES = MEMORY + 4096;

  @TempDir private Path folder;
  private Path core;

  /**
   * In the order in which QEMU writes it: two headers of sections, two of segments, and the rest.
   */
  @BeforeEach
  void makeACore() throws IOException {
    ByteBuffer file = ByteBuffer.allocate(NAMES + 8).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0, 0x464c457f).putLong(0x20, PROGRAMS).putLong(0x28, 64);
    file.putShort(0x38, (short) 2).putShort(0x3c, (short) 2);
    file.putLong(128 + 0x18, NAMES);
    file.putInt(PROGRAMS, 4).putLong(PROGRAMS + 8, NOTES);
    file.putLong(PROGRAMS + 0x20, 16).putLong(PROGRAMS + 0x28, 16);
    file.putInt(PROGRAMS + 56, 1).putLong(PROGRAMS + 56 + 8, MEMORY);
    file.putLong(PROGRAMS + 56 + 0x20, 4096);
    Arrays.fill(file.array(), NOTES, MEMORY, (byte) 'n');
    Arrays.fill(file.array(), MEMORY, NAMES, (byte) 'm');
    Arrays.fill(file.array(), NAMES, NAMES + 8, (byte) 's');
    core = Files.write(folder.resolve("core"), file.array());
  }

  @Test
  void aNoteMoreStandsBeforeTheMemory() throws Exception {
    CoreFile.addNote(core, "VMCOREINFO", "PAGESIZE=4096\n");
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(core)).order(ByteOrder.LITTLE_ENDIAN);
    int added = 12 + 12 + 16;
    assertThat(file.getLong(PROGRAMS + 0x20)).isEqualTo(16 + added);
    assertThat(text(file, NOTES, 16)).isEqualTo("n".repeat(16));
    assertThat(file.getInt(NOTES + 16)).isEqualTo("VMCOREINFO".length() + 1);
    assertThat(text(file, NOTES + 28, 10)).isEqualTo("VMCOREINFO");
    assertThat(text(file, NOTES + 40, 14)).isEqualTo("PAGESIZE=4096\n");
    int memory = (int) file.getLong(PROGRAMS + 56 + 8);
    assertThat(memory).isEqualTo(MEMORY + added);
    assertThat(text(file, memory, 4096)).isEqualTo("m".repeat(4096));
    assertThat(text(file, (int) file.getLong(128 + 0x18), 8)).isEqualTo("s".repeat(8));
    assertThat(folder).isDirectoryContaining(core::equals);
    assertThat(Files.list(folder)).hasSize(1);
  }

  @Test
  void whatIsNoCoreStaysAsItIs() throws Exception {
    Files.writeString(
        core, "no core at all, though long enough to have a header in front of it....");
    assertThatThrownBy(() -> CoreFile.addNote(core, "VMCOREINFO", ""))
        .isInstanceOf(IOException.class);
    assertThat(core).content().startsWith("no core at all");
    assertThat(Files.list(folder)).hasSize(1);
  }

  private static String text(ByteBuffer file, int at, int length) {
    return new String(file.array(), at, length, StandardCharsets.US_ASCII);
  }
}
