package dev.straddle.disk;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Paths that archives and patches name, of which none may leave its tree or be a repository's own.
 */
public final class TreePaths {

  /** Some bytes less than a file system takes, so that names beside them fit too. */
  private static final int LONGEST_NAME = 230;

  private static final int LONGEST_PATH = 3000;

  /** What file systems of Windows and macOS take for {@code .git}: git refuses the same. */
  private static final Pattern GIT =
      Pattern.compile("(?i)(\\.git|git~[0-9]+)[. ]*(:.*)?", Pattern.DOTALL);

  /** Characters that HFS+ does not see. */
  private static final Pattern UNSEEN =
      Pattern.compile("[\\u200c-\\u200f\\u202a-\\u202e\\u206a-\\u206f\\ufeff]");

  private TreePaths() {}

  /** Why a path with slashes may not be used; empty when it may. */
  public static Optional<String> objection(String path) {
    if (path.indexOf('\0') >= 0) {
      return Optional.of("a NUL byte");
    } else if (path.indexOf('\ufffd') >= 0) {
      return Optional.of("a name that is not UTF-8");
    } else if (path.startsWith("/")) {
      return Optional.of("an absolute name");
    } else if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      return Optional.of("a name of more than " + LONGEST_PATH + " bytes");
    }
    for (String name : path.split("/", -1)) {
      Optional<String> objection = objectionToName(name);
      if (objection.isPresent()) {
        return objection;
      }
    }
    try {
      Path.of(path);
      return Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.of("a name that this system cannot write (" + e.getReason() + ")");
    }
  }

  private static Optional<String> objectionToName(String name) {
    if (name.isEmpty() || name.equals(".")) {
      return Optional.of("an empty part");
    } else if (name.equals("..")) {
      return Optional.of("a name that leaves the tree");
    } else if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      return Optional.of("a name of more than " + LONGEST_NAME + " bytes");
    }
    for (String part : name.split("\\\\", -1)) { // Windows takes it for a slash
      if (GIT.matcher(UNSEEN.matcher(part).replaceAll("")).matches()) {
        return Optional.of("a '.git' of its own");
      }
    }
    return Optional.empty();
  }
}
