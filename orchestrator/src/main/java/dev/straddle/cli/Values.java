package dev.straddle.cli;

import dev.straddle.model.ByteSize;
import dev.straddle.model.CellId;
import dev.straddle.spec.Times;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** How values are written that have a form of their own. */
final class Values {

  private Values() {}

  static CommandLine readBy(CommandLine straddle) {
    read(ByteSize.class, ByteSize::parse, straddle);
    read(CellId.class, CellId::parse, straddle);
    read(Duration.class, Times::parse, straddle);
    return straddle;
  }

  private static <T> void read(Class<T> type, Function<String, T> reader, CommandLine straddle) {
    straddle.registerConverter(
        type,
        text -> {
          try {
            return reader.apply(text);
          } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
          }
        });
  }
}
