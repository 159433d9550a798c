package dev.straddle.kernel.series;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Header;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.message.MessageImpl;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.util.ByteSequence;

/** Reads mails with Apache James Mime4j, down to the diffs that they carry or have attached. */
final class MailReader {

  private static final MimeConfig CONFIG =
      MimeConfig.copy(MimeConfig.PERMISSIVE)
          .setMaxLineLen(-1)
          .setMaxHeaderLen(-1)
          .setMaxHeaderCount(-1)
          .setMaxContentLen(-1)
          .build();
  private static final int DEEPEST = 8;
  private static final Pattern ID = Pattern.compile("<([^<>\\s]+)>");

  private MailReader() {}

  /** The mail of one piece, and those attached to it that are patches of their own. */
  static List<Mail> read(byte[] text) {
    return read(text, Optional.empty(), 0);
  }

  private static List<Mail> read(byte[] text, Optional<Mail.Head> outer, int depth) {
    byte[] unix = LineEnds.unix(text);
    HeaderBlock block = HeaderBlock.of(unix);
    if (!block.isMail()) {
      return List.of(bare(text));
    }
    Message message = parse(unix, block.start());
    Mail.Head own = head(message.getHeader(), outer);
    Content content = new Content();
    content.returns = unix != text;
    gather(message, content, depth, own);
    List<Mail> mails = new ArrayList<>();
    Mail mail = ofBody(text, own, content);
    if (mail.isPatch() || content.attached.isEmpty()) {
      mails.add(mail);
    }
    mails.addAll(content.attached);
    return mails;
  }

  /** What the leaves of a mail come to. */
  private static final class Content {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final List<Mail> attached = new ArrayList<>();
    private Charset charset = StandardCharsets.UTF_8;
    private boolean returns;
  }

  private static void gather(Entity entity, Content into, int depth, Mail.Head own) {
    Body body = entity.getBody();
    String type = entity.getMimeType().toLowerCase(Locale.ROOT);
    if (body instanceof Multipart multipart && depth < DEEPEST) {
      for (Entity part : multipart.getBodyParts()) {
        gather(part, into, depth + 1, own);
      }
    } else if (body instanceof Message inner && depth < DEEPEST) {
      Mail.Head head = head(inner.getHeader(), Optional.of(own));
      Content content = new Content();
      gather(inner, content, depth + 1, head);
      into.attached.add(ofBody(content.body.toByteArray(), head, content));
      into.attached.addAll(content.attached);
    } else if (body instanceof SingleBody single && !type.equals("text/html")) {
      byte[] came = decoded(entity, single);
      // Mime4j ends the lines of quoted-printable with CRLF, however they came.
      boolean quoted = "quoted-printable".equalsIgnoreCase(entity.getContentTransferEncoding());
      byte[] bytes = quoted ? LineEnds.without(came) : LineEnds.unix(came);
      into.returns |= bytes != came && !quoted;
      if (HeaderBlock.of(bytes).isMail()) {
        into.attached.addAll(read(bytes, Optional.of(own), depth + 1));
      } else if (type.startsWith("text/") || Diffs.start(bytes) < bytes.length) {
        if (into.body.size() == 0) {
          into.charset = charset(entity);
        }
        into.body.writeBytes(bytes);
      }
    }
  }

  private static Mail ofBody(byte[] text, Mail.Head head, Content content) {
    byte[] body = content.body.toByteArray();
    int at = Diffs.start(body);
    String message =
        new String(body, 0, at < body.length ? Diffs.messageEnd(body, at) : at, content.charset)
            .replaceAll("(?m)^>(>*From )", "$1"); // as an mbox escapes it
    byte[] diff = Arrays.copyOfRange(body, at, body.length);
    List<Mail.Reading> readings = new ArrayList<>(Diffs.readings(diff, content.returns));
    if (!content.charset.equals(StandardCharsets.UTF_8) && !readings.isEmpty()) {
      byte[] recoded = new String(diff, content.charset).getBytes(StandardCharsets.UTF_8);
      if (!Arrays.equals(recoded, diff)) {
        readings.add(new Mail.Reading(recoded, "taken from " + content.charset + " to UTF-8"));
      }
    }
    return new Mail(text, Optional.of(head), message, readings);
  }

  private static Mail bare(byte[] text) {
    int at = Diffs.start(text);
    byte[] diff = Arrays.copyOfRange(text, at, text.length);
    String message = new String(text, 0, at, StandardCharsets.UTF_8);
    return new Mail(text, Optional.empty(), message, Diffs.readings(diff, false));
  }

  private static Mail.Head head(Header header, Optional<Mail.Head> outer) {
    Subject subject = Subject.of(value(header, "Subject"));
    Set<String> answers = new LinkedHashSet<>();
    Matcher id = ID.matcher(value(header, "In-Reply-To") + " " + value(header, "References"));
    while (id.find()) {
      answers.add(id.group(1));
    }
    outer.ifPresent(o -> answers.addAll(o.answers()));
    Matcher own = ID.matcher(value(header, "Message-ID"));
    boolean reply = subject.reply() || outer.map(o -> o.subject().reply()).orElse(false);
    return new Mail.Head(
        subject.asReply(reply),
        value(header, "From"),
        value(header, "Date"),
        own.find() ? own.group(1) : "",
        answers);
  }

  /** A header unfolded and decoded; raw bytes are UTF-8, or else Latin-1. */
  private static String value(Header header, String name) {
    Field field = header.getField(name);
    if (field == null) {
      return "";
    }
    ByteSequence raw = field.getRaw();
    String text = raw == null ? field.getBody() : lenient(raw.toByteArray());
    String value = raw == null ? text : text.substring(text.indexOf(':') + 1);
    String unfolded = value.replaceAll("\\r?\\n[ \\t]", " ").strip();
    return DecoderUtil.decodeEncodedWords(unfolded, DecodeMonitor.SILENT).strip();
  }

  private static String lenient(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private static Message parse(byte[] text, int start) {
    DefaultMessageBuilder builder = new DefaultMessageBuilder();
    builder.setMimeEntityConfig(CONFIG);
    try (InputStream in = new ByteArrayInputStream(text, start, text.length - start)) {
      return builder.parseMessage(in);
    } catch (IOException e) {
      return new MessageImpl();
    }
  }

  private static byte[] decoded(Entity entity, SingleBody body) {
    try (InputStream in = body.getInputStream()) {
      byte[] bytes = in.readAllBytes();
      return Flowed.is(entity) ? Flowed.undo(LineEnds.unix(bytes), entity) : bytes;
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private static Charset charset(Entity entity) {
    try {
      Charset charset = entity.getCharset() == null ? null : Charset.forName(entity.getCharset());
      return charset == null || charset.equals(StandardCharsets.US_ASCII)
          ? StandardCharsets.UTF_8
          : charset;
    } catch (IllegalArgumentException e) {
      return StandardCharsets.UTF_8;
    }
  }
}
