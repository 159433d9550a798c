package dev.straddle.bisect;

import dev.straddle.model.BadInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a bisection was asked.
 *
 * @param over what the range consists of
 * @param good as it was named; empty when it is to be found
 * @param bad as it was named
 * @param kernel {@code KERNEL/VARIANT}
 * @param symptom as it was named, empty for the usual one
 * @param error accepted probability of a wrong answer
 * @param budget after so much time it ends with what is known
 * @param uneven whether the rate is thought to differ from commit to commit
 */
public record Question(
    Over over,
    Optional<String> good,
    String bad,
    String kernel,
    String guest,
    List<String> symptom,
    double error,
    Optional<Duration> budget,
    boolean uneven,
    Instant asked) {

  /** Kinds of ranges. */
  public enum Over {
    COMMITS,
    PATCHES,
    OPTIONS;

    /** For people. */
    public String plural() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** So many, for people. */
    String count(int number) {
      return number + " " + (number == 1 ? singular() : plural());
    }

    /** For people, one of them. */
    public String singular() {
      return this == PATCHES ? "patch" : plural().substring(0, plural().length() - 1);
    }
  }

  private static final double LEAST_ERROR = 0.0001;
  private static final double MOST_ERROR = 0.2;

  public Question {
    symptom = List.copyOf(symptom);
  }

  /**
   * The range that a command line names.
   *
   * @param ends {@code [GOOD] BAD}
   * @param configs a good configuration and a bad one
   */
  public record Ends(
      List<String> ends,
      Optional<String> kernel,
      Optional<Path> series,
      Optional<String> onto,
      List<Path> configs) {

    /**
     * The question, of one kind of range.
     *
     * @throws BadInputException when it is of none, or of several
     */
    public Question asked(
        Optional<String> guest,
        List<String> symptoms,
        double error,
        Optional<Duration> budget,
        boolean uneven) {
      tooMuch()
          .findFirst()
          .ifPresent(
              word -> {
                throw new BadInputException(
                    word + " is too much here", "straddle bisect --help has the three forms");
              });
      boolean options = configs.size() == 2 && kernel.isPresent() && ends.isEmpty();
      boolean patches =
          series.isPresent() && onto.isPresent() && ends.isEmpty() && kernel.isEmpty();
      boolean commits = !ends.isEmpty() && kernel.isPresent();
      int kinds = (options ? 1 : 0) + (patches ? 1 : 0) + (commits ? 1 : 0);
      if (guest.isEmpty() || kinds != 1) {
        throw new BadInputException(
            "a bisection needs --guest, and [GOOD] BAD with --kernel, --series with --onto, or"
                + " --config twice with --kernel",
            "straddle bisect --help");
      }
      if (!(error >= LEAST_ERROR && error <= MOST_ERROR)) {
        throw new BadInputException("--error lies between 0.0001 and 0.2");
      }
      Over over = options ? Over.OPTIONS : patches ? Over.PATCHES : Over.COMMITS;
      Optional<String> good =
          switch (over) {
            case OPTIONS -> Optional.of(absolute(configs.get(0)));
            case PATCHES -> onto;
            case COMMITS -> ends.size() > 1 ? Optional.of(ends.get(0)) : Optional.empty();
          };
      String bad =
          switch (over) {
            case OPTIONS -> absolute(configs.get(1));
            case PATCHES -> absolute(series.get());
            case COMMITS -> ends.get(ends.size() - 1);
          };
      return new Question(
          over,
          good,
          bad,
          absolute(patches ? onto.get() : kernel.get()),
          absolute(guest.get()),
          symptoms,
          error,
          budget,
          uneven,
          Instant.now());
    }

    /** What does not go with the kind of range that is asked for. */
    private Stream<String> tooMuch() {
      boolean options = !configs.isEmpty();
      boolean patches = !options && (series.isPresent() || onto.isPresent());
      return Stream.of(
              ends.stream().skip(options || patches ? 0 : 2).map(end -> "'" + end + "'"),
              kernel.stream().filter(k -> patches).map(k -> "--kernel " + k),
              series.stream().filter(s -> options).map(s -> "--series " + s),
              onto.stream().filter(o -> options).map(o -> "--onto " + o),
              configs.stream().skip(2).map(c -> "--config " + c))
          .flatMap(words -> words);
    }

    private static String absolute(Path file) {
      return file.toAbsolutePath().normalize().toString();
    }

    private static String absolute(String name) {
      return name.contains(".yaml") ? absolute(Path.of(name)) : name;
    }
  }

  /** The same with another budget. */
  public Question within(Optional<Duration> other) {
    return new Question(over, good, bad, kernel, guest, symptom, error, other, uneven, asked);
  }

  /** The same between other ends. */
  Question between(String newGood, String newBad, Instant now) {
    return new Question(
        over, Optional.of(newGood), newBad, kernel, guest, symptom, error, budget, uneven, now);
  }

  Prior prior() {
    return uneven ? Prior.UNSTEADY : Prior.STEADY;
  }

  /** The kernel as others know it: of a file its name, without the folder it lies in. */
  String kernelName() {
    return kernel.replaceFirst("^(?:.*/)?([^/]+)[.]ya?ml(?=/|$)", "$1");
  }
}
