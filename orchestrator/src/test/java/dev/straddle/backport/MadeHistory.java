package dev.straddle.backport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.process.Command;
import dev.straddle.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A repository with a file of forty lines, made by hand. */
final class MadeHistory {

  private final Path place;

  MadeHistory(Path place) throws IOException, InterruptedException {
    this.place = Files.createDirectories(place);
    Files.createDirectories(place.resolve("mm"));
    Files.createDirectories(place.resolve("lib"));
    git("init", "-q", "-b", "master");
  }

  History history() {
    return new History(place);
  }

  String text() throws IOException {
    return Files.readString(place.resolve("mm/x.c"));
  }

  String commit(String message, String text) throws IOException, InterruptedException {
    Files.writeString(place.resolve("mm/x.c"), text);
    return commit(message);
  }

  String commit(String message, String text, String lib) throws IOException, InterruptedException {
    Files.writeString(place.resolve("lib/y.c"), lib);
    return commit(message, text);
  }

  String makefile(String text) throws IOException, InterruptedException {
    Files.writeString(place.resolve("Makefile"), text);
    return commit("Linux");
  }

  private String commit(String message) throws InterruptedException {
    git("add", "-A");
    git("commit", "-q", "-m", message);
    return git("rev-parse", "HEAD").tail().get(0);
  }

  void branch(String name) throws InterruptedException {
    git("branch", "-f", name);
  }

  void checkout(String name) throws InterruptedException {
    git("checkout", "-q", name);
  }

  void configure(String key, String value) throws InterruptedException {
    git("config", key, value);
  }

  private Result git(String... words) throws InterruptedException {
    List<String> argv = new ArrayList<>(List.of("git"));
    argv.addAll(List.of(words));
    Result result =
        Command.of(argv)
            .in(place)
            .with(
                Map.of(
                    "GIT_CONFIG_GLOBAL", "/dev/null",
                    "GIT_AUTHOR_NAME", "A",
                    "GIT_AUTHOR_EMAIL", "a@example.org",
                    "GIT_COMMITTER_NAME", "A",
                    "GIT_COMMITTER_EMAIL", "a@example.org"))
            .run();
    assertThat(result.ok()).as(result.describe()).isTrue();
    return result;
  }
}
