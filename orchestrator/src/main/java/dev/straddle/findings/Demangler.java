package dev.straddle.findings;

/**
 * Reads mangled symbols as programmers wrote them: Rust's v0 scheme (RFC 2603) as far as paths and
 * inherent or trait implementations go, and the plain names of the Itanium scheme.
 *
 * <p>A symbol with anything else in it is left as it is.
 */
final class Demangler {

  private static final int MAX_DEPTH = 32;

  /** A form that this class does not read. */
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable() {
      super(null, null, false, false);
    }
  }

  private final String symbol;
  private int at;
  private int depth;

  private Demangler(String symbol, int start) {
    this.symbol = symbol;
    this.at = start;
  }

  /** The readable name, or the symbol itself. */
  static String readable(String symbol) {
    try {
      if (symbol.startsWith("_R")) {
        return new Demangler(symbol, 2).path();
      }
      if (symbol.startsWith("_Z")) {
        return new Demangler(symbol, 2).itanium();
      }
    } catch (Unreadable e) {
      return symbol;
    }
    return symbol;
  }

  private String itanium() throws Unreadable {
    boolean nested = take('N');
    StringBuilder name = new StringBuilder(identifier());
    while (nested && peek() != 'E') {
      String part = identifier();
      // Rust's old scheme ends in a hash.
      if (!part.matches("h[0-9a-f]{16}")) {
        name.append("::").append(part);
      }
    }
    return name.toString();
  }

  private String path() throws Unreadable {
    if (++depth > MAX_DEPTH) {
      throw new Unreadable();
    }
    try {
      switch (next()) {
        case 'C':
          disambiguator();
          return identifier();
        case 'N':
          next();
          String parent = path();
          disambiguator();
          return parent + "::" + identifier();
        case 'M':
          disambiguator();
          path();
          return "<" + path() + ">";
        case 'X':
          disambiguator();
          path();
          String type = path();
          return "<" + type + " as " + path() + ">";
        case 'B':
          return new Demangler(symbol, backReference()).withDepth(depth).path();
        default:
          throw new Unreadable();
      }
    } finally {
      depth--;
    }
  }

  private Demangler withDepth(int outer) {
    depth = outer;
    return this;
  }

  private void disambiguator() throws Unreadable {
    if (take('s')) {
      base62();
    }
  }

  /** Positions count from behind the {@code _R}. */
  private int backReference() throws Unreadable {
    long target = 2 + base62();
    if (target < 2 || target >= at) {
      throw new Unreadable();
    }
    return (int) target;
  }

  private long base62() throws Unreadable {
    if (take('_')) {
      return 0;
    }
    long value = 0;
    for (char c = next(); c != '_'; c = next()) {
      int digit =
          c >= '0' && c <= '9'
              ? c - '0'
              : c >= 'a' && c <= 'z' ? c - 'a' + 10 : c >= 'A' && c <= 'Z' ? c - 'A' + 36 : -1;
      if (digit < 0) {
        throw new Unreadable();
      }
      value = value * 62 + digit;
    }
    return value + 1;
  }

  private String identifier() throws Unreadable {
    int length = 0;
    int start = at;
    while (peek() >= '0' && peek() <= '9' && length < symbol.length()) {
      length = length * 10 + next() - '0';
    }
    if (at == start || length == 0) {
      throw new Unreadable();
    }
    take('_');
    if (at + length > symbol.length()) {
      throw new Unreadable();
    }
    at += length;
    return symbol.substring(at - length, at);
  }

  private boolean take(char c) {
    if (peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  private char peek() {
    return at < symbol.length() ? symbol.charAt(at) : 0;
  }

  private char next() throws Unreadable {
    if (at >= symbol.length()) {
      throw new Unreadable();
    }
    return symbol.charAt(at++);
  }
}
