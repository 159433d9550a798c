package dev.straddle.findings.input;

import com.github.luben.zstd.ZstdInputStream;
import dev.straddle.disk.FileTrouble;
import dev.straddle.model.BadInputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** Opens console logs: files, plain or packed as archives keep them, and standard input. */
public final class ConsoleInput {

  public static final String STANDARD_INPUT = "-";

  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};

  private static final byte[] BZIP2 = {'B', 'Z', 'h'};

  /** What cannot be unpacked here would read as a log without a line of a kernel. */
  private static final Map<String, byte[]> UNREAD =
      Map.of(
          "zip", new byte[] {'P', 'K', 3, 4},
          "7z", new byte[] {'7', 'z', (byte) 0xbc, (byte) 0xaf},
          "lz4", new byte[] {4, 0x22, 0x4d, 0x18});

  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  /** Whoever packed the log chooses how much memory unpacking takes. */
  private static final int XZ_LIMIT_KIB = 128 * 1024;

  private ConsoleInput() {}

  /**
   * The bytes of a log, unpacked.
   *
   * @throws BadInputException when there is no such file, or it is packed by something else
   */
  public static InputStream open(String file) throws IOException {
    InputStream in =
        new BufferedInputStream(
            file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(existing(file)));
    in.mark(XZ.length);
    byte[] start = in.readNBytes(XZ.length);
    in.reset();
    if (begins(start, GZIP)) {
      return new GZIPInputStream(in);
    }
    if (begins(start, ZSTD)) {
      return new ZstdInputStream(in);
    }
    if (begins(start, BZIP2)) {
      return new BZip2CompressorInputStream(in, true);
    }
    for (Map.Entry<String, byte[]> unread : UNREAD.entrySet()) {
      if (begins(start, unread.getValue())) {
        throw new BadInputException(
            file + " is packed by " + unread.getKey(), "unpack it first, and name the log");
      }
    }
    return begins(start, XZ) ? new XZInputStream(in, XZ_LIMIT_KIB) : in;
  }

  /** The path of a log that is there. */
  public static Path existing(String file) {
    Path path = Path.of(file);
    if (!Files.exists(path)) {
      throw new BadInputException("no file " + file);
    }
    if (Files.isDirectory(path)) {
      throw new BadInputException(file + " is a directory; name a console log");
    }
    return path;
  }

  /** What is said of a file that is there and cannot be read to its end. */
  public static BadInputException unreadable(String file, IOException trouble) {
    return new BadInputException("cannot read " + file + ": " + FileTrouble.why(trouble));
  }

  private static boolean begins(byte[] start, byte[] magic) {
    return start.length >= magic.length
        && Arrays.equals(start, 0, magic.length, magic, 0, magic.length);
  }
}
