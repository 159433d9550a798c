package dev.straddle.bisect;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.straddle.disk.AtomicFiles;
import dev.straddle.disk.FileTrouble;
import dev.straddle.model.BadInputException;
import dev.straddle.model.InfraException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The journal of a bisection on disk: whole after every boot, also after {@code kill -9}. */
public record JournalFile(Path file) {

  /** Its name in the bisection's directory. */
  public static final String NAME = "bisection.json";

  private static final String NOT_OURS = ": not as straddle writes it";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModules(new Jdk8Module(), new JavaTimeModule())
          .withConfigOverride(
              List.class,
              list -> list.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** The file in a bisection's directory. */
  public static JournalFile in(Path directory) {
    return new JournalFile(directory.resolve(NAME));
  }

  /**
   * The file of a bisection that somebody names by its path or name; the newest without a name.
   *
   * @param root where bisections are kept
   */
  public static JournalFile named(Optional<String> name, Path root) {
    if (name.isPresent()) {
      if (name.get().isEmpty()) {
        throw new BadInputException("the name of a bisection is empty");
      }
      return in(name.get().contains("/") ? Path.of(name.get()) : root.resolve(name.get()));
    }
    try (Stream<Path> all = Files.list(root)) {
      return all.filter(directory -> Files.exists(directory.resolve(NAME)))
          .max(Comparator.comparing(Path::getFileName))
          .map(JournalFile::in)
          .orElseThrow(() -> new IOException("empty"));
    } catch (IOException e) {
      throw new BadInputException("there is no bisection in " + root, "make one: straddle bisect");
    }
  }

  /**
   * Reads a journal that somebody has asked for.
   *
   * @throws BadInputException with a word on why there is none
   */
  public Journal asked() {
    try {
      return read();
    } catch (IllegalArgumentException e) {
      throw new BadInputException(e.getMessage());
    }
  }

  /** The directory of the bisection. */
  public Path directory() {
    return file.getParent();
  }

  /**
   * Reads the journal.
   *
   * @throws IllegalArgumentException when there is none, or one of a newer straddle
   */
  public Journal read() {
    try {
      Journal journal = MAPPER.readValue(Files.readAllBytes(file), Journal.class);
      if (journal.schema() > Journal.SCHEMA) {
        throw new IllegalArgumentException(
            file + " has schema " + journal.schema() + "; use the straddle that wrote it");
      }
      if (!isWhole(journal)) {
        throw new IllegalArgumentException(
            file + NOT_OURS + ": it has no question, no commits, or one before its parents");
      }
      return journal;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + place(e) + NOT_OURS, e);
    } catch (IOException e) {
      throw new IllegalArgumentException("no bisection at " + directory(), e);
    }
  }

  private static boolean isWhole(Journal journal) {
    List<Commit> commits = journal.commits();
    return journal.question() != null
        && !commits.isEmpty()
        && IntStream.range(0, commits.size())
            .allMatch(n -> commits.get(n).parents().stream().allMatch(p -> p >= 0 && p < n));
  }

  private static String place(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return at == null || at.getLineNr() < 1 ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
  }

  /** The journal as its file has it. */
  public static String text(Journal journal) {
    try {
      return MAPPER.writeValueAsString(journal) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Replaces the journal at once: it is the old one or the new one. */
  void write(Journal journal) {
    try {
      AtomicFiles.replaceForGood(file, out -> out.write(text(journal)));
    } catch (IOException e) {
      throw new InfraException(
          "cannot write " + file + ": " + FileTrouble.why(e), "make room there", e);
    }
  }
}
