package dev.straddle.kernel.store;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code artifact.json}, token by token.
 *
 * <p>Every boot reads one before QEMU starts, and a binding of JSON to objects takes longer to get
 * ready than all the rest of that reading.
 */
final class DescriptionJson {

  private static final JsonFactory JSON = new JsonFactory();

  private DescriptionJson() {}

  static void write(Path file, ArtifactStore.Description facts) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(file.toFile(), JsonEncoding.UTF8)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeNumberField("schema", facts.schema());
      json.writeStringField("key", facts.key());
      json.writeStringField("sourceVersion", facts.sourceVersion());
      json.writeStringField("release", facts.release());
      json.writeStringField("buildId", facts.buildId());
      json.writeStringField("toolchain", facts.toolchain());
      json.writeNumberField("structPageSize", facts.structPageSize());
      json.writeArrayFieldStart("newWarnings");
      for (String warning : facts.newWarnings()) {
        json.writeString(warning);
      }
      json.writeEndArray();
      json.writeStringField("code", facts.code());
      json.writeObjectFieldStart("files");
      for (Map.Entry<String, ArtifactStore.StoredFile> one :
          new TreeMap<>(facts.files()).entrySet()) {
        json.writeObjectFieldStart(one.getKey());
        json.writeNumberField("bytes", one.getValue().bytes());
        json.writeStringField("sha256", one.getValue().sha256());
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeEndObject();
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws com.fasterxml.jackson.core.JsonProcessingException when it is something else
   */
  static ArtifactStore.Description read(Path file) throws IOException {
    try (JsonParser json = JSON.createParser(file.toFile())) {
      Map<String, String> texts = new HashMap<>();
      Map<String, Integer> numbers = new HashMap<>();
      List<String> warnings = new ArrayList<>();
      Map<String, ArtifactStore.StoredFile> files = new HashMap<>();
      begin(json);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        switch (json.nextToken()) {
          case VALUE_STRING -> texts.put(name, json.getText());
          case VALUE_NUMBER_INT -> numbers.put(name, json.getIntValue());
          case START_ARRAY -> {
            while (json.nextToken() == JsonToken.VALUE_STRING) {
              warnings.add(json.getText());
            }
          }
          case START_OBJECT -> files(json, files);
          case VALUE_NULL -> {
            // As if it were absent.
          }
          default -> throw unexpected(json);
        }
      }
      if (!texts.containsKey("key") || files.isEmpty()) {
        throw unexpected(json);
      }
      return new ArtifactStore.Description(
          numbers.getOrDefault("schema", 0),
          texts.get("key"),
          texts.get("sourceVersion"),
          texts.get("release"),
          texts.get("buildId"),
          texts.get("toolchain"),
          numbers.getOrDefault("structPageSize", 0),
          warnings,
          texts.get("code"),
          files);
    }
  }

  private static void files(JsonParser json, Map<String, ArtifactStore.StoredFile> files)
      throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      begin(json);
      long bytes = 0;
      String sha256 = "";
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        switch (json.nextToken()) {
          case VALUE_NUMBER_INT -> bytes = json.getLongValue();
          case VALUE_STRING -> sha256 = json.getText();
          default -> throw unexpected(json);
        }
      }
      files.put(name, new ArtifactStore.StoredFile(bytes, sha256));
    }
  }

  private static void begin(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw unexpected(json);
    }
  }

  private static JsonParseException unexpected(JsonParser json) {
    return new JsonParseException(json, "not as straddle writes it");
  }
}
