package dev.straddle.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over named parts; each part is preceded by its name and length, so none can run over. */
public final class Digest {

  private final MessageDigest sha256 = sha256();

  public Digest add(String name, byte[] content) {
    sha256.update((name + ":" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
    sha256.update(content);
    return this;
  }

  public Digest add(String name, String content) {
    return add(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** The 64 hexadecimal digits of everything added so far; ends the digest. */
  public String hex() {
    return HexFormat.of().formatHex(sha256.digest());
  }

  public static String ofFile(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The 64 hexadecimal digits of a text. */
  public static String ofText(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** SHA-256, which every Java has. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
