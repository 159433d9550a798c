package dev.straddle.kernel.series;

/**
 * A mail and where it was found.
 *
 * @param place counts the mails of a series' place from 0
 * @param name of its file, and its place in it
 */
record Found(int place, String name, Mail mail) {

  boolean isMail() {
    return mail.head().isPresent();
  }

  Mail.Head head() {
    return mail.head().orElseThrow();
  }

  Subject subject() {
    return head().subject();
  }

  boolean isNumbered() {
    return isMail() && subject().isNumbered();
  }

  /** For a reader: numbers and title, or the name of a file. */
  String called() {
    String called = isMail() ? (subject().place() + " " + subject().title()).strip() : "";
    return called.isEmpty() ? name : called;
  }
}
