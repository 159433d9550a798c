package dev.straddle.night;

import dev.straddle.model.BadInputException;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.KnownReport;
import dev.straddle.model.NightlySpec;
import dev.straddle.plan.Plan;
import dev.straddle.plan.Requested;
import dev.straddle.spec.Library;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the names in a nightly's file come to.
 *
 * @param tests in order, each once
 * @param known reports that its matrices know
 */
public record NightTests(List<NightTest> tests, List<KnownReport> known) {

  public NightTests {
    tests = List.copyOf(tests);
    known = List.copyOf(known);
  }

  /** The kernels that are tested, each once. */
  public List<KernelSpec> kernels() {
    return tests.stream().map(NightTest::kernel).distinct().toList();
  }

  /**
   * Finds all kernels and guests.
   *
   * @throws BadInputException with what is wrong with one of them
   */
  public static NightTests of(Library library, NightlySpec spec) {
    Map<String, NightTest> tests = new LinkedHashMap<>();
    List<KnownReport> known = new ArrayList<>();
    for (String name : spec.matrices()) {
      Plan plan = Requested.matrix(library, name);
      plan.cells()
          .forEach(
              c -> add(bounded(new NightTest(c.kernel(), c.variant(), c.guest()), spec), tests));
      plan.matrix().ifPresent(matrix -> known.addAll(matrix.known()));
    }
    for (NightlySpec.Tests each : spec.tests()) {
      for (String kernel : each.kernels()) {
        Requested.KernelVariant variant = Requested.kernel(library, kernel);
        for (String name : each.guests()) {
          GuestSpec guest = Requested.guest(library, name);
          NightTest test = new NightTest(variant.kernel(), variant.variant(), guest);
          add(
              each.slower().isPresent() ? bounded(test, each.slower()) : bounded(test, spec),
              tests);
        }
      }
    }
    if (spec.slower().isPresent() && tests.values().stream().allMatch(t -> t.slower().isEmpty())) {
      throw noSeeds("none of these guests has");
    }
    return new NightTests(List.copyOf(tests.values()), known);
  }

  private static NightTest bounded(NightTest test, NightlySpec spec) {
    return test.guest().seeds().isEmpty() ? test : test.allowing(spec.slower());
  }

  private static NightTest bounded(NightTest test, Optional<Double> slower) {
    if (test.guest().seeds().isEmpty()) {
      throw noSeeds(test.guest().name() + " has no");
    }
    return test.allowing(slower);
  }

  private static BadInputException noSeeds(String who) {
    return new BadInputException(
        "'slower' is for guests with seeds, and " + who + " seeds",
        "give the guest 'seeds: [1]': without them its time depends on the host");
  }

  private static void add(NightTest test, Map<String, NightTest> tests) {
    NightTest other = tests.putIfAbsent(test.toString(), test);
    if (other != null && !other.allowing(test.slower()).equals(test)) {
      throw new BadInputException(
          "two kernels or guests of one name: " + test, "name every file differently");
    }
  }
}
