package dev.straddle.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.straddle.model.InfraException;
import dev.straddle.model.NightlySpec.Mail;
import dev.straddle.model.NightlySpec.Route;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostTest {

  private static final String SUBJECT = "[straddle] mine: 1 new regression";
  private static final String TEXT = "NEW\n#1 BUG: in f\n    5 of 5 (48 to 100 %) · é\n.\nend\n";

  @TempDir private Path folder;

  @Test
  void aServerGetsTheMailForEveryReader() throws Exception {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    server.start();
    try {
      Post.send(mail(new Route.Smtp("127.0.0.1", server.getSmtp().getPort())), SUBJECT, TEXT);
      MimeMessage[] came = server.getReceivedMessages();
      assertThat(came).hasSize(2);
      assertThat(came[0].getSubject()).isEqualTo(SUBJECT);
      assertThat(came[0].getFrom()[0]).hasToString("straddle@example.org");
      assertThat(came[0].getHeader("Auto-Submitted")).containsExactly("auto-generated");
      assertThat(((String) came[0].getContent()).replace("\r\n", "\n").strip())
          .isEqualTo(TEXT.strip());
    } finally {
      server.stop();
    }
  }

  @Test
  void aProgramGetsTheMailOnItsInput() throws Exception {
    Path got = folder.resolve("got");
    Post.send(mail(new Route.Program(List.of("tee", got.toString()))), SUBJECT, TEXT);
    MimeMessage came = GreenMailUtil.newMimeMessage(Files.newInputStream(got));
    assertThat(came.getSubject()).isEqualTo(SUBJECT);
    assertThat(came.getAllRecipients()).hasSize(2);
    assertThat((String) came.getContent()).contains("5 of 5 (48 to 100 %) · é");
  }

  @Test
  void aMailThatIsNotTakenIsTrouble() {
    assertThatThrownBy(() -> Post.send(mail(new Route.Program(List.of("false"))), SUBJECT, TEXT))
        .isInstanceOf(InfraException.class)
        .hasMessageContaining("false did not take it")
        .hasMessageContaining(".eml");
    assertThatThrownBy(() -> Post.send(mail(new Route.Smtp("127.0.0.1", 1)), SUBJECT, TEXT))
        .isInstanceOf(InfraException.class);
  }

  private static Mail mail(Route route) {
    return new Mail("straddle@example.org", List.of("a@example.org", "b@example.org"), route);
  }
}
