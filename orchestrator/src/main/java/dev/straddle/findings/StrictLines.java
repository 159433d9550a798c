package dev.straddle.findings;

/** The lines of a guest's console. */
final class StrictLines implements LineReader {

  private final OpenReports reports;
  private long linesRead;

  StrictLines(OpenReports reports) {
    this.reports = reports;
  }

  @Override
  public boolean wantsAll() {
    return reports.anyOpen() || linesRead < OpenReports.ACQUAINTANCE;
  }

  @Override
  public void line(byte[] buf, int off, int len, long start, long end, long number) {
    linesRead++;
    ConsoleLine.of(buf, off, len, start, end, number).forEach(reports::line);
  }

  @Override
  public void pause() {}

  @Override
  public void finish() {}
}
