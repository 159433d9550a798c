package dev.straddle.kernel.series;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.straddle.disk.AtomicFiles;
import dev.straddle.disk.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What became of patches on a source, by what both are made of. Whoever asks again needs neither
 * the source nor its lock, which a build may hold for an hour.
 *
 * @param place of the files; made when there is something to keep
 */
public record KeptTrials(Path place) {

  /** To be raised when the same patches may come to something else. */
  private static final String RULES = "1";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Names a trial: the source's content, what lies below on it, and the patches. */
  public static String key(String source, Series below, Series patches) {
    Digest digest =
        new Digest()
            .add("rules", RULES)
            .add("source", source)
            .add("below", below.digest())
            .add("patches", patches.digest());
    patches.patches().forEach(p -> digest.add("called", p.name()));
    return digest.hex();
  }

  /** What is known of a trial. */
  public Optional<List<PatchTrial>> of(String key) throws IOException {
    Path file = file(key);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          MAPPER.readValue(Files.readAllBytes(file), new TypeReference<List<PatchTrial>>() {}));
    } catch (JsonProcessingException e) {
      return Optional.empty(); // damaged: it is tried again, and written anew
    }
  }

  public void keep(String key, List<PatchTrial> trials) throws IOException {
    AtomicFiles.replace(file(key), MAPPER.writeValueAsBytes(trials));
  }

  private Path file(String key) {
    return place.resolve(key + ".json");
  }
}
