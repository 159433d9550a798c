package dev.straddle.guest;

import dev.straddle.model.Address;
import dev.straddle.model.DeviceState;
import dev.straddle.model.GuestSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The content of an NVDIMM on which an earlier boot has made a devdax namespace: zeros, and at 4
 * KiB the info block that the kernel writes ({@code struct nd_pfn_sb} and {@code nd_pfn_init} in
 * {@code drivers/nvdimm}, version 1.4).
 */
public final class NamespaceImage {

  /** Where the info block lies on the device, and how long it is. */
  public static final int BLOCK_AT = 4096;

  public static final int BLOCK_BYTES = 4096;

  private static final String DEVDAX = "NVDIMM_DAX_INFO";
  private static final String FSDAX = "NVDIMM_PFN_INFO";
  private static final int CHECKSUM_AT = BLOCK_BYTES - 8;
  private static final long RESERVED = 8192;
  private static final long PAGE = 4096;
  private static final int MAX_STRUCT_PAGE = 64;
  private static final int MODE_RAM = 1;
  private static final int MODE_PMEM = 2;

  /** {@code memremap_compat_align()} on x86: a subsection. */
  private static final long COMPATIBLE_ALIGN = 2L << 20;

  private NamespaceImage() {}

  /**
   * Writes a sparse file of the NVDIMM's size.
   *
   * @param physical where the NVDIMM will lie; alignment counts from there
   */
  static void write(Path file, GuestSpec.Pmem pmem, long physical) throws IOException {
    Files.deleteIfExists(file);
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      out.write(infoBlock(pmem, physical), BLOCK_AT);
      out.write(ByteBuffer.allocate(1), pmem.size().bytes() - 1);
    }
  }

  static ByteBuffer infoBlock(GuestSpec.Pmem pmem, long physical) {
    long size = pmem.size().bytes();
    long align = Math.max(pmem.align().bytes(), COMPATIBLE_ALIGN);
    boolean onDevice = pmem.map() == GuestSpec.Map.DEV;
    long structures = onDevice ? MAX_STRUCT_PAGE * ((size - RESERVED) / PAGE) : 0;
    long data = alignUp(physical + RESERVED + structures, align) - physical;
    long endTrunc = (physical + size) % align;
    ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    block.put(0, DEVDAX.getBytes(StandardCharsets.US_ASCII));
    block.put(16, "straddle dax no.".getBytes(StandardCharsets.US_ASCII));
    block.putShort(52, (short) 1);
    block.putShort(54, (short) 4);
    block.putLong(56, data);
    block.putLong(64, (size - data - endTrunc) / PAGE);
    block.putInt(72, onDevice ? MODE_PMEM : MODE_RAM);
    block.putInt(80, (int) endTrunc);
    block.putInt(84, (int) pmem.align().bytes());
    block.putInt(88, (int) PAGE);
    block.putShort(92, (short) MAX_STRUCT_PAGE);
    block.putLong(CHECKSUM_AT, checksum(block));
    return block;
  }

  /**
   * Reads an info block.
   *
   * @param block the bytes at {@link #BLOCK_AT}, little-endian
   * @param device where the device lies in physical memory
   * @return empty where there is none
   */
  public static Optional<DeviceState.InfoBlock> read(ByteBuffer block, Address device) {
    byte[] name = new byte[DEVDAX.length()];
    block.get(0, name);
    String signature = new String(name, StandardCharsets.US_ASCII);
    if (!signature.equals(DEVDAX) && !signature.equals(FSDAX)) {
      return Optional.empty();
    }
    int mode = block.getInt(72);
    return Optional.of(
        new DeviceState.InfoBlock(
            signature,
            mode == MODE_RAM
                ? Optional.of(GuestSpec.Map.MEM)
                : mode == MODE_PMEM ? Optional.of(GuestSpec.Map.DEV) : Optional.empty(),
            Integer.toUnsignedLong(block.getInt(84)),
            device.plus(block.getLong(56)),
            block.getLong(64),
            block.getLong(CHECKSUM_AT) == checksum(block)));
  }

  /** Fletcher's sum over little-endian words, {@code nd_fletcher64}, the checksum itself as 0. */
  static long checksum(ByteBuffer block) {
    int low = 0;
    long high = 0;
    for (int at = 0; at < BLOCK_BYTES; at += 4) {
      low += at >= CHECKSUM_AT ? 0 : block.getInt(at);
      high += Integer.toUnsignedLong(low);
    }
    return high << 32 | Integer.toUnsignedLong(low);
  }

  private static long alignUp(long value, long alignment) {
    return (value + alignment - 1) / alignment * alignment;
  }
}
