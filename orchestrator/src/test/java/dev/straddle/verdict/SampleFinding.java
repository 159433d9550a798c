package dev.straddle.verdict;

import dev.straddle.model.Address;
import dev.straddle.model.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Findings for tests. */
public final class SampleFinding {

  private static final Finding.Place PLACE = new Finding.Place(1, 2, 0, 10);

  private SampleFinding() {}

  /** A finding of which only the essentials are known. */
  public static Finding of(
      String kind,
      String title,
      Finding.Place place,
      List<String> extract,
      Optional<String> frame,
      Optional<Address> faultAddress) {
    return new Finding(
        kind,
        kind,
        title,
        List.of(),
        title,
        place,
        new Finding.Report(
            extract,
            frame,
            List.of(),
            Map.of(),
            faultAddress,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        new Finding.Aftermath(false, Optional.empty()),
        new Finding.Evidence(false, List.of(), Optional.empty()));
  }

  static Finding warning(String title) {
    return report("WARNING", title);
  }

  static Finding report(String kind, String title) {
    return of(kind, title, PLACE, List.of(title), Optional.of("f"), Optional.empty());
  }

  static Finding oops(String title, String address) {
    Optional<Address> fault = Optional.of(Address.parse(address));
    return of("page-fault", title, PLACE, List.of(title), Optional.of("f"), fault);
  }

  static Finding panicked(Finding finding) {
    return new Finding(
        finding.kind(),
        finding.type(),
        finding.title(),
        finding.alternativeTitles(),
        finding.signature(),
        finding.place(),
        finding.report(),
        new Finding.Aftermath(true, Optional.empty()),
        finding.evidence());
  }
}
