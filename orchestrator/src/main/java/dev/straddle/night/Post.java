package dev.straddle.night;

import dev.straddle.model.InfraException;
import dev.straddle.model.NightlySpec.Mail;
import dev.straddle.model.NightlySpec.Route;
import dev.straddle.process.Command;
import dev.straddle.process.Result;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;

/** Sends a report by mail: by a program that takes it on its standard input, or by SMTP. */
public final class Post {

  private static final Duration DEADLINE = Duration.ofMinutes(1);

  /** Runs the words behind the first one with that file as their standard input. */
  private static final String FROM_FILE = "f=$1; shift; exec \"$@\" <\"$f\"";

  private Post() {}

  /**
   * Sends a mail of plain text.
   *
   * @throws InfraException when it cannot be handed over
   */
  public static void send(Mail mail, String subject, String text) throws InterruptedException {
    try {
      MimeMessage message = message(mail, subject, text);
      if (mail.route() instanceof Route.Program program) {
        hand(program, message);
      } else {
        Transport.send(message);
      }
    } catch (MessagingException | IOException e) {
      throw new InfraException(
          String.valueOf(e.getMessage()), "look at 'mail' in the nightly's file", e);
    }
  }

  private static MimeMessage message(Mail mail, String subject, String text)
      throws MessagingException {
    MimeMessage message = new MimeMessage(Session.getInstance(properties(mail.route())));
    message.setFrom(new InternetAddress(mail.from()));
    for (String to : mail.to()) {
      message.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
    }
    message.setSubject(subject, StandardCharsets.UTF_8.name());
    message.setSentDate(new Date());
    // No reply of a machine is wanted to a mail of one (RFC 3834).
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setText(text, StandardCharsets.UTF_8.name());
    message.saveChanges();
    return message;
  }

  private static Properties properties(Route route) {
    Properties properties = new Properties();
    if (route instanceof Route.Smtp smtp) {
      properties.put("mail.smtp.host", smtp.host());
      properties.put("mail.smtp.port", Integer.toString(smtp.port()));
      properties.put("mail.smtp.starttls.enable", "true");
      for (String what : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
        properties.put("mail.smtp." + what, Long.toString(DEADLINE.toMillis()));
      }
    }
    return properties;
  }

  private static void hand(Route.Program program, MimeMessage message)
      throws IOException, MessagingException, InterruptedException {
    Path file = Files.createTempFile("straddle-mail-", ".eml");
    try (OutputStream out = Files.newOutputStream(file)) {
      message.writeTo(out);
    }
    List<String> words = new ArrayList<>(List.of("sh", "-c", FROM_FILE, "sh", file.toString()));
    words.addAll(program.words());
    Result result = Command.of(words).within(DEADLINE).run();
    if (!result.ok()) {
      throw new InfraException(
          String.join(" ", program.words()) + " did not take it: " + result.describe(),
          "its text is in " + file);
    }
    Files.delete(file);
  }
}
