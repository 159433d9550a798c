package dev.straddle.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The compiler that a kernel asks for; LLVM's linker and tools go with clang.
 *
 * @param version major version, part of the program's name; empty for the host's usual one
 */
public record Compiler(Family family, Optional<Integer> version) {

  /** What the host calls {@code gcc}. */
  public static final Compiler USUAL = new Compiler(Family.GCC, Optional.empty());

  private static final Pattern NAME = Pattern.compile("(gcc|clang)(?:-([1-9]\\d?))?");

  /** Whose compiler. */
  public enum Family {
    GCC,
    CLANG
  }

  /**
   * Reads a name as programs have it.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Compiler parse(String name) {
    Matcher m = NAME.matcher(name);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "expects gcc, clang, or one of a version such as gcc-12 or clang-14, not '" + name + "'");
    }
    return new Compiler(
        m.group(1).equals("gcc") ? Family.GCC : Family.CLANG,
        Optional.ofNullable(m.group(2)).map(Integer::valueOf));
  }

  /** The same version of another program of the family: {@code ld.lld-14} for {@code ld.lld}. */
  public String program(String tool) {
    return tool + version.map(v -> "-" + v).orElse("");
  }

  /** The name of the program, such as {@code clang-14}. */
  @Override
  public String toString() {
    return program(family == Family.GCC ? "gcc" : "clang");
  }
}
