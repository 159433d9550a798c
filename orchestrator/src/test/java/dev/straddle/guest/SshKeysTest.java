package dev.straddle.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.KeyPair;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SshKeysTest {

  private final SshKeys keys = SshKeys.fresh();

  /** As dropbear reads it: the type, then the private and the public key in one string. */
  @Test
  void theGuestsKeyBelongsToTheOneThatIsExpected() throws Exception {
    ByteBuffer stored = ByteBuffer.wrap(Base64.getDecoder().decode(keys.forGuest().split(" ")[0]));
    assertThat(new String(string(stored), StandardCharsets.US_ASCII)).isEqualTo("ssh-ed25519");
    byte[] both = string(stored);
    assertThat(both).hasSize(64);
    assertThat(stored.hasRemaining()).isFalse();

    EdECPrivateKey secret =
        (EdECPrivateKey)
            KeyFactory.getInstance("Ed25519")
                .generatePrivate(
                    new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Arrays.copyOf(both, 32)));
    Signature signing = Signature.getInstance("Ed25519");
    signing.initSign(secret);
    byte[] text = "hello".getBytes(StandardCharsets.US_ASCII);
    signing.update(text);
    byte[] signature = signing.sign();

    ByteBuffer expected = ByteBuffer.wrap(keys.host());
    assertThat(new String(string(expected), StandardCharsets.US_ASCII)).isEqualTo("ssh-ed25519");
    Signature checking = Signature.getInstance("Ed25519");
    checking.initVerify(publicKey(string(expected)));
    checking.update(text);
    assertThat(checking.verify(signature)).isTrue();
  }

  @Test
  void theGuestLetsInTheOneWhoHoldsTheOtherKey() throws Exception {
    KeyPair client = KeyPair.load(new JSch(), keys.clientPrivate(), null);
    assertThat(keys.forGuest().split(" ")[1])
        .isEqualTo(Base64.getEncoder().encodeToString(client.getPublicKeyBlob()));
  }

  @Test
  void noTwoBootsShareAKey() {
    assertThat(SshKeys.fresh().forGuest().split(" "))
        .doesNotContain(keys.forGuest().split(" ")[0], keys.forGuest().split(" ")[1]);
  }

  private static byte[] string(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return bytes;
  }

  /** X.509 puts the same few bytes before each key of this kind. */
  private static PublicKey publicKey(byte[] point) throws GeneralSecurityException {
    byte[] encoded =
        ByteBuffer.allocate(12 + point.length)
            .put(HexFormat.of().parseHex("302a300506032b6570032100"))
            .put(point)
            .array();
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }
}
