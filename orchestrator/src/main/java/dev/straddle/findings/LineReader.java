package dev.straddle.findings;

/** Makes console lines of what the splitter delivers. */
interface LineReader extends LineSplitter.Sink {

  /** The log is silent: what was held back for the next line is not held any longer. */
  void pause();

  /** The log is at its end. */
  void finish();
}
