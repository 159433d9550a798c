package dev.straddle.findings;

/** What sort of log is read. */
public enum LogKind {
  /**
   * The console of a guest of our own: the kernel stamps every line, and what has no stamp is user
   * space, which may print whatever it likes.
   */
  GUEST_CONSOLE,
  /**
   * Whatever somebody has: any prefix, quoted, wrapped, cut, packed into a mail or a page. Nobody
   * fakes crashes there.
   */
  ANY_LOG
}
