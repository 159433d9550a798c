package dev.straddle.kernel.source;

import dev.straddle.disk.Digest;
import dev.straddle.kernel.step.Steps;
import dev.straddle.kernel.store.NewTree;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelSource;
import dev.straddle.model.WorkEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** An archive with a checksum; what does not match is never unpacked. */
final class TarballOrigin implements Origin {

  private final KernelSource.Tarball source;
  private final Consumer<WorkEvent> listener;
  private final Steps steps;

  TarballOrigin(KernelSource.Tarball source, Consumer<WorkEvent> listener) {
    this.source = source;
    this.listener = listener;
    this.steps = new Steps(listener);
  }

  @Override
  public Optional<Id> known() {
    return Optional.of(resolve());
  }

  @Override
  public Id resolve() {
    String name = source.location().substring(source.location().lastIndexOf('/') + 1);
    return new Id("tarball_" + source.sha256(), name);
  }

  @Override
  public void forget() {}

  @Override
  public void bring(Id id, Path tree) throws IOException, InterruptedException {
    if (Files.isDirectory(tree.resolve("source"))) {
      return;
    }
    try (NewTree partial = new NewTree(tree)) {
      Path archive =
          source.location().startsWith("/")
              ? Path.of(source.location())
              : steps.run("download", source.location(), () -> download(partial.directory()));
      String sha256 = Digest.ofFile(archive);
      if (!sha256.equals(source.sha256())) {
        throw new InfraException(
            source.location() + " has the SHA-256 " + sha256 + ", not " + source.sha256(),
            "do not trust that file; check 'sha256:' against what its publisher says");
      }
      steps.run(
          "unpack",
          id.version(),
          () -> {
            Unpacker.tarball(
                archive,
                partial.directory().resolve("unpacking"),
                partial.source(),
                n -> listener.accept(new WorkEvent.Progress(n, 0, "files")));
            return null;
          });
      partial.finish();
    }
  }

  private Path download(Path directory) throws IOException, InterruptedException {
    Path file = directory.resolve("source.tar");
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    HttpRequest request = HttpRequest.newBuilder(URI.create(source.location())).build();
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = response.body();
        OutputStream out = Files.newOutputStream(file)) {
      if (response.statusCode() != 200) {
        throw new InfraException(
            source.location() + " answers with HTTP status " + response.statusCode(),
            "check 'location:'");
      }
      long total = response.headers().firstValueAsLong("content-length").orElse(0);
      byte[] buffer = new byte[1 << 16];
      long done = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        done += n;
        listener.accept(new WorkEvent.Progress(done, total, "bytes"));
      }
    }
    return file;
  }
}
