package dev.straddle.findings;

/** Rules in the form that the parser uses; immutable, so that parsers can share one. */
record CompiledRules(
    HeaderTable table, Prefilter strict, Prefilter tolerant, FrameChooser chooser) {

  private static final class Standard {
    static final CompiledRules RULES = of(Rules.standard());
  }

  static CompiledRules of(Rules rules) {
    HeaderTable table = new HeaderTable(rules);
    return new CompiledRules(
        table, table.prefilter(), table.tolerantPrefilter(), new FrameChooser(rules));
  }

  static CompiledRules standard() {
    return Standard.RULES;
  }
}
