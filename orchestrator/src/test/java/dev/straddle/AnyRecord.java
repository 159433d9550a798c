package dev.straddle;

import dev.straddle.model.Address;
import dev.straddle.model.AddressRange;
import dev.straddle.model.ByteSize;
import dev.straddle.model.CellId;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.arbitraries.StringArbitrary;

/** Arbitrary values of any record of the model, found by looking at its components. */
public final class AnyRecord {

  private AnyRecord() {}

  @SuppressWarnings("unchecked")
  public static <T> Arbitrary<T> of(Class<T> type) {
    return (Arbitrary<T>) any(type);
  }

  private static Arbitrary<?> any(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return any(arguments[0]).list().ofMaxSize(3);
      }
      if (generic.getRawType() == Optional.class) {
        return any(arguments[0]).optional();
      }
      if (generic.getRawType() == Map.class) {
        return Arbitraries.maps(text(), any(arguments[1])).ofMaxSize(4);
      }
    }
    if (type instanceof Class<?> c) {
      return anyOf(c);
    }
    throw new IllegalArgumentException("teach me to make a " + type);
  }

  private static Arbitrary<?> anyOf(Class<?> type) {
    if (type == String.class) {
      return text();
    } else if (type == int.class || type == Integer.class) {
      return Arbitraries.integers().greaterOrEqual(0);
    } else if (type == long.class || type == Long.class) {
      return Arbitraries.longs().greaterOrEqual(0);
    } else if (type == OptionalInt.class) {
      return Arbitraries.integers()
          .greaterOrEqual(0)
          .optional()
          .map(o -> o.map(OptionalInt::of).orElse(OptionalInt.empty()));
    } else if (type == double.class || type == Double.class) {
      return Arbitraries.doubles().between(0, 1);
    } else if (type == boolean.class || type == Boolean.class) {
      return Arbitraries.of(true, false);
    } else if (type == Duration.class) {
      return Arbitraries.longs().between(0, 1L << 50).map(Duration::ofNanos);
    } else if (type == LocalDate.class) {
      return Arbitraries.longs().between(0, 1L << 16).map(LocalDate::ofEpochDay);
    } else if (type == Instant.class) {
      return Combinators.combine(
              Arbitraries.longs().between(0, 1L << 33), Arbitraries.longs().between(0, 999_999_999))
          .as(Instant::ofEpochSecond);
    } else if (type == Path.class) {
      return name().list().ofMinSize(1).ofMaxSize(3).map(l -> Path.of("/" + String.join("/", l)));
    } else if (type == Address.class) {
      return address();
    } else if (type == AddressRange.class) {
      return Combinators.combine(address(), address())
          .as((a, b) -> a.isBelow(b) ? new AddressRange(a, b) : new AddressRange(b, a));
    } else if (type == ByteSize.class) {
      return Arbitraries.longs().greaterOrEqual(0).map(ByteSize::new);
    } else if (type == CellId.class) {
      return Combinators.combine(
              name(),
              name(),
              name(),
              Arbitraries.integers().between(1, 999_999_999),
              Arbitraries.longs().between(0, 999_999_999_999_999_999L).optional())
          .as(CellId::new);
    } else if (type.isEnum()) {
      return Arbitraries.of(type.getEnumConstants());
    } else if (type.isSealed()) {
      return ofOneOf(type.getPermittedSubclasses());
    } else if (type.isRecord()) {
      return record(type);
    }
    throw new IllegalArgumentException("teach me to make a " + type);
  }

  /**
   * Edge cases are the first and the last, in an order that the compiler's order of files decides;
   * of a kind that holds others of its kind they would have no end.
   */
  private static Arbitrary<?> ofOneOf(Class<?>... kinds) {
    return Arbitraries.of(kinds).withoutEdgeCases().flatMap(AnyRecord::any);
  }

  private static Arbitrary<?> record(Class<?> type) {
    RecordComponent[] parts = type.getRecordComponents();
    Constructor<?> constructor;
    try {
      constructor =
          type.getDeclaredConstructor(
              Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new LinkageError("a record without its constructor: " + type, e);
    }
    List<Arbitrary<Object>> values = Arrays.stream(parts).map(AnyRecord::component).toList();
    return Combinators.combine(values)
        .as(
            arguments -> {
              try {
                return constructor.newInstance(arguments.toArray());
              } catch (ReflectiveOperationException e) {
                throw new AssertionError("cannot make a " + type + " of " + arguments, e);
              }
            });
  }

  /** Fields named schema hold the present version of the file. */
  private static Arbitrary<Object> component(RecordComponent part) {
    return part.getName().equals("schema")
        ? Arbitraries.just(presentVersion(part.getDeclaringRecord()))
        : any(part.getGenericType()).asGeneric();
  }

  private static int presentVersion(Class<?> file) {
    try {
      Field version = file.getDeclaredField("SCHEMA");
      version.setAccessible(true);
      return version.getInt(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a file without its version: " + file, e);
    }
  }

  private static Arbitrary<Address> address() {
    return Arbitraries.longs().map(Address::new);
  }

  private static Arbitrary<String> name() {
    return Arbitraries.strings().withCharRange('a', 'z').numeric().ofMinLength(1).ofMaxLength(8);
  }

  /** Any text that has a UTF-8 form, often with what is special in JSON, XML and HTML. */
  private static StringArbitrary text() {
    return Arbitraries.strings()
        .withCharRange('\0', '\u00ff')
        .withCharRange('\u2000', '\u2100')
        .withChars("<>&\"'\\{}[]")
        .ofMaxLength(12);
  }
}
