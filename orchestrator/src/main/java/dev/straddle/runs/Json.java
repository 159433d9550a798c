package dev.straddle.runs;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.PairOutcome;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The JSON form of the model, as every file of a run has it.
 *
 * <p>Fields come in the order of the records and none is left out: what is absent is {@code null}.
 * Unordered maps are sorted by key; instants and durations are ISO 8601, addresses hexadecimal
 * text, paths plain text. Equal records give equal bytes.
 *
 * <p>A field may be added without a new schema version when it may be absent (an {@code Optional},
 * a list, a map): older files read as if it were empty, and older readers ignore it. Any other
 * change raises the version.
 */
public final class Json {

  private static final JsonFormat.Value SORTED =
      JsonFormat.Value.empty().withFeature(JsonFormat.Feature.WRITE_SORTED_MAP_ENTRIES);

  private static final Pattern NULL =
      Pattern.compile("Null value|Cannot map `null`|Missing required");

  private static final JsonSetter.Value EMPTY_WHEN_ABSENT =
      JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);

  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModules(new Jdk8Module(), new JavaTimeModule(), paths(), KernelKinds.module())
          .addMixIn(GuestSpec.Placement.class, PlacementKinds.class)
          .withConfigOverride(List.class, list -> list.setSetterInfo(EMPTY_WHEN_ABSENT))
          .withConfigOverride(
              Map.class, map -> map.setFormat(SORTED).setSetterInfo(EMPTY_WHEN_ABSENT))
          .addMixIn(MatrixSpec.class, GuestsInOrder.class)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .defaultPrettyPrinter(printer())
          .build();

  private Json() {}

  /** The record as JSON text, ending in a line feed. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON form for " + value.getClass(), e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param newest the highest schema version that this straddle knows for the type
   * @throws UnreadableRunException when the text is no JSON, has a newer schema, or does not fit
   */
  public static <T> T read(Path file, byte[] text, Class<T> type, int newest) {
    try {
      checkSchema(file, text, newest);
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new UnreadableRunException(file + problem(e), e);
    } catch (IOException e) {
      throw new UnreadableRunException(file + ": " + e.getMessage(), e);
    }
  }

  /** Reads part of what {@link #write} wrote, its schema checked by the caller. */
  static <T> T part(Path file, byte[] text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new UnreadableRunException(file + problem(e), e);
    } catch (IOException e) {
      throw new UnreadableRunException(file + ": " + e.getMessage(), e);
    }
  }

  /** Line, column, field, and what is wrong there. */
  private static String problem(JsonProcessingException e) {
    StringBuilder text = new StringBuilder();
    if (e.getLocation() != null) {
      text.append(':').append(e.getLocation().getLineNr());
      text.append(':').append(e.getLocation().getColumnNr());
    }
    text.append(": not as straddle writes it: ");
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      for (JsonMappingException.Reference step : mapping.getPath()) {
        text.append(step.getFieldName() == null ? step.getIndex() : step.getFieldName())
            .append('/');
      }
      text.setLength(text.length() - 1);
      text.append(": ");
    }
    return text.append(words(e)).toString();
  }

  /** What is wrong, without the names of classes that the parser's own words have. */
  private static String words(JsonProcessingException e) {
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return Optional.ofNullable(e.getCause().getMessage())
          .filter(message -> e.getCause() instanceof IllegalArgumentException)
          .orElse("something that must be there is null");
    } else if (e instanceof JsonEOFException || e.getOriginalMessage().startsWith("No content")) {
      return "it ends too early";
    } else if (e instanceof InvalidFormatException format) {
      return "'" + format.getValue() + "' cannot stand here";
    } else if (e instanceof InvalidTypeIdException kind) {
      return "'" + kind.getTypeId() + "' is no kind that this straddle knows";
    } else if (e instanceof StreamConstraintsException) {
      return "nested too deeply, or too long";
    } else if (e instanceof JsonMappingException) {
      return NULL.matcher(e.getOriginalMessage()).lookingAt()
          ? "it is missing, or null"
          : "something of another kind stands here";
    }
    return e.getOriginalMessage();
  }

  private static void checkSchema(Path file, byte[] text, int newest) throws IOException {
    Version version =
        MAPPER
            .readerFor(Version.class)
            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .readValue(text);
    if (version == null || version.schema() < 1) {
      throw new UnreadableRunException(
          file + ": not as straddle writes it: " + (version == null ? "null" : "schema"));
    }
    if (version.schema() > newest) {
      throw new UnreadableRunException(
          String.format(
              Locale.ROOT,
              "%s has schema %d; this straddle reads up to %d."
                  + " Use the straddle that wrote it, or a newer one",
              file,
              version.schema(),
              newest));
    }
  }

  /** The one field that files of every version have. */
  private record Version(int schema) {}

  private static DefaultPrettyPrinter printer() {
    return new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
  }

  private static SimpleModule paths() {
    SimpleModule module = new SimpleModule("paths");
    module.addSerializer(
        Path.class,
        new StdScalarSerializer<Path>(Path.class) {
          private static final long serialVersionUID = 1L;

          @Override
          public void serialize(Path path, JsonGenerator json, SerializerProvider provider)
              throws IOException {
            json.writeString(path.toString());
          }
        });
    module.addDeserializer(
        Path.class,
        new StdScalarDeserializer<Path>(Path.class) {
          private static final long serialVersionUID = 1L;

          @Override
          public Path deserialize(JsonParser json, DeserializationContext context)
              throws IOException {
            String text = json.getValueAsString();
            try {
              return Path.of(text);
            } catch (InvalidPathException e) {
              throw context.weirdStringException(text, Path.class, e.getMessage());
            }
          }
        });
    return module;
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = GuestSpec.Placement.Default.class, name = "default"),
    @JsonSubTypes.Type(value = GuestSpec.Placement.At.class, name = "at"),
    @JsonSubTypes.Type(value = GuestSpec.Placement.StraddlePmd.class, name = "straddle-pmd"),
    @JsonSubTypes.Type(value = GuestSpec.Placement.StraddleVmemmap.class, name = "straddle-vmemmap")
  })
  private interface PlacementKinds {}

  /** The columns of a matrix have an order. */
  private interface GuestsInOrder {
    @JsonFormat(without = JsonFormat.Feature.WRITE_SORTED_MAP_ENTRIES)
    Map<String, PairOutcome> guests();
  }
}
