package dev.straddle.kernel.source;

import dev.straddle.model.InfraException;
import dev.straddle.process.Command;
import dev.straddle.process.Exit;
import dev.straddle.process.Result;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/**
 * Reads compressed archives.
 *
 * <p>A file in XZ is decompressed by {@code xz}: for a kernel source the library takes three times
 * as long, and one processor.
 */
final class Decompressor {

  private static final int BUFFER = 1 << 16;

  private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};

  private Decompressor() {}

  /**
   * Opens a compressed file.
   *
   * @param scratch directory for the decompressed file; whoever owns it deletes it
   * @throws InfraException when the file is damaged or its compression unknown
   */
  static InputStream open(Path file, Path scratch) throws IOException, InterruptedException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    in.mark(XZ.length);
    boolean xz = Arrays.equals(in.readNBytes(XZ.length), XZ);
    in.reset();
    if (!xz) {
      return stream(in);
    }
    in.close();
    Path link = Files.createDirectories(scratch).resolve("archive.xz");
    Files.createSymbolicLink(link, file.toAbsolutePath());
    Result result =
        Command.of("xz", "--decompress", "--keep", "--force", "--threads=0", link.toString()).run();
    if (result.exit() instanceof Exit.CouldNotStart) {
      throw new InfraException(result.describe(), "run ./straddle doctor --install");
    }
    if (!result.ok()) {
      String said = String.join("\n", result.tail());
      if (said.contains("No space left on device")) {
        throw new IOException(said);
      }
      throw damaged(said);
    }
    return new BufferedInputStream(Files.newInputStream(scratch.resolve("archive")), BUFFER);
  }

  /** The same for a stream, by the library alone. */
  static InputStream stream(InputStream in) throws IOException {
    try {
      return new BufferedInputStream(
          new CompressorStreamFactory(true)
              .createCompressorInputStream(new BufferedInputStream(in, BUFFER)),
          BUFFER);
    } catch (CompressorException e) {
      throw damaged("unknown compression (" + e.getMessage() + ")");
    }
  }

  static InfraException damaged(String what) {
    return new InfraException(
        "this source archive cannot be used: " + what, "fetch it again, or from elsewhere");
  }
}
