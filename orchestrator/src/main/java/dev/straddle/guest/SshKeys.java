package dev.straddle.guest;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;

/**
 * The two key pairs of one boot, made here and nowhere kept: one by which the guest is known, one
 * by which it knows straddle.
 */
public final class SshKeys {

  private static final String TYPE = "ssh-ed25519";
  private static final int KEY_BYTES = 32;

  private final byte[] host;
  private final byte[] hostPrivate;
  private final byte[] client;
  private final byte[] clientPrivate;

  private SshKeys(byte[] host, byte[] hostPrivate, byte[] client, byte[] clientPrivate) {
    this.host = host;
    this.hostPrivate = hostPrivate;
    this.client = client;
    this.clientPrivate = clientPrivate;
  }

  /** New ones. */
  public static SshKeys fresh() {
    try {
      java.security.KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      // An X.509 key ends in the bits of the key itself.
      byte[] encoded = pair.getPublic().getEncoded();
      byte[] point = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
      byte[] both = Arrays.copyOf(seed, 2 * KEY_BYTES);
      System.arraycopy(point, 0, both, KEY_BYTES, KEY_BYTES);
      KeyPair client = KeyPair.genKeyPair(new JSch(), KeyPair.ED25519);
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      client.writeOpenSSHv1PrivateKey(file, null);
      return new SshKeys(
          strings(TYPE.getBytes(StandardCharsets.US_ASCII), point),
          strings(TYPE.getBytes(StandardCharsets.US_ASCII), both),
          client.getPublicKeyBlob(),
          file.toByteArray());
    } catch (GeneralSecurityException | JSchException e) {
      throw new IllegalStateException("every JDK since 15 has Ed25519", e);
    }
  }

  /** What the guest is told: its own key as dropbear stores it, and the key to let in; base64. */
  public String forGuest() {
    Base64.Encoder base64 = Base64.getEncoder();
    return base64.encodeToString(hostPrivate) + " " + base64.encodeToString(client);
  }

  /** The guest's public key. */
  byte[] host() {
    return host.clone();
  }

  /** straddle's private key, as OpenSSH stores it. */
  byte[] clientPrivate() {
    return clientPrivate.clone();
  }

  /** Strings as SSH writes them: each behind its length. */
  private static byte[] strings(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      for (byte[] part : parts) {
        out.writeInt(part.length);
        out.write(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
