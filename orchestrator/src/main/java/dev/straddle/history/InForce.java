package dev.straddle.history;

import com.google.re2j.Pattern;
import dev.straddle.model.Waiver;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The waivers of one night: which hold, which have expired, and what they cover. */
public final class InForce implements Night.Waiving {

  private final Map<Waiver, Pattern> holding = new LinkedHashMap<>();
  private final List<Waiver> expired = new ArrayList<>();

  /**
   * @param commits those that the night's kernels have
   */
  public InForce(List<Waiver> waivers, LocalDate day, Set<String> commits) {
    for (Waiver waiver : waivers) {
      boolean over =
          waiver.until().filter(day::isAfter).isPresent()
              || waiver.untilCommit().filter(commits::contains).isPresent();
      if (over) {
        expired.add(waiver);
      } else {
        holding.put(waiver, Pattern.compile(waiver.title()));
      }
    }
  }

  @Override
  public boolean covers(TestId test, FailureKey failure) {
    return holding.keySet().stream().anyMatch(waiver -> covers(waiver, test, failure));
  }

  private boolean covers(Waiver waiver, TestId test, FailureKey failure) {
    return (waiver.kernels().isEmpty() || waiver.kernels().contains(test.kernel()))
        && (waiver.guests().isEmpty() || waiver.guests().contains(test.guest()))
        && holding.get(waiver).matches(failure.title());
  }

  /** Those that hold no more. */
  public List<Waiver> expired() {
    return List.copyOf(expired);
  }

  /** Those that hold and cover nothing that is known. */
  public List<Waiver> unused(Collection<Regression> regressions) {
    return holding.keySet().stream()
        .filter(
            waiver ->
                regressions.stream()
                    .filter(Regression::isOpen)
                    .noneMatch(
                        r -> r.tests().keySet().stream().anyMatch(t -> covers(waiver, t, r.key()))))
        .toList();
  }
}
