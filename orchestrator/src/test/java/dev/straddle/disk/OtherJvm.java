package dev.straddle.disk;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts another Java process with the classes of this one, however they were found. */
public final class OtherJvm {

  private OtherJvm() {}

  public static Process start(Class<?> main, String... arguments) throws IOException {
    return prepared(main, arguments).inheritIO().start();
  }

  /** To be started, with whatever it reads and writes. */
  public static ProcessBuilder prepared(Class<?> main, String... arguments) {
    List<String> places = new ArrayList<>(List.of(System.getProperty("java.class.path")));
    if (main.getClassLoader() instanceof URLClassLoader loader) {
      for (URL url : loader.getURLs()) {
        places.add(Path.of(URI.create(url.toString())).toString());
      }
    }
    List<String> argv =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(File.pathSeparator, places),
                main.getName()));
    argv.addAll(List.of(arguments));
    return new ProcessBuilder(argv);
  }
}
