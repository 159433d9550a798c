package dev.straddle.cli;

import dev.straddle.model.ByteSize;
import dev.straddle.model.CellId;
import dev.straddle.spec.Times;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How values are written that have a form of their own. */
final class Values {

  private Values() {}

  static CommandLine readBy(CommandLine straddle) {
    read(ByteSize.class, ByteSize::parse, straddle);
    read(CellId.class, CellId::parse, straddle);
    read(Duration.class, Times::parse, straddle);
    read(Path.class, Values::path, straddle);
    return straddle;
  }

  /** An empty one would be the folder that straddle runs in, which nobody means by it. */
  private static Path path(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the path is empty");
    }
    return Path.of(text);
  }

  /** How many of something that there must be. */
  static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (!text.matches("0*[1-9][0-9]{0,8}")) {
        throw new TypeConversionException(
            "expects a whole number from 1 to 999999999, not " + text);
      }
      return Integer.valueOf(text);
    }
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
