package dev.straddle.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Keeps the import directions of {@code docs/architecture.md}. */
@AnalyzeClasses(packages = "dev.straddle", importOptions = LayersTest.MainOnly.class)
class LayersTest {

  private static final String ROOT = "dev.straddle.";

  /** Leaves out the tests, wherever they were compiled to. */
  static final class MainOnly implements ImportOption {
    private static final ImportOption MAVENS = new DoNotIncludeTests();

    @Override
    public boolean includes(Location location) {
      return MAVENS.includes(location) && !location.contains("/test/dev/straddle/");
    }
  }

  /** Package, and the packages it may import besides itself. */
  private static final Map<String, List<String>> MAY_IMPORT =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("model", List.of()),
              Map.entry("text", List.of()),
              Map.entry("disk", List.of()),
              Map.entry("process", List.of("model")),
              Map.entry("git", List.of("model", "process")),
              Map.entry("debian", List.of("model", "process", "disk", "text")),
              Map.entry("image", List.of()),
              Map.entry("symbols", List.of("model", "process", "image")),
              Map.entry("spec", List.of("model", "text")),
              Map.entry("layout", List.of("model")),
              Map.entry("plan", List.of("model", "spec", "layout", "text")),
              Map.entry(
                  "kernel", List.of("model", "process", "git", "image", "disk", "text", "debian")),
              Map.entry("guest", List.of("model", "process", "image", "disk", "text", "debian")),
              Map.entry("findings", List.of("model", "text", "disk")),
              Map.entry(
                  "boot",
                  List.of(
                      "model", "guest", "layout", "image", "findings", "process", "disk", "text")),
              Map.entry("verdict", List.of("model", "layout", "text")),
              Map.entry("runs", List.of("model", "disk", "text")),
              Map.entry("history", List.of("model", "runs", "verdict", "disk")),
              Map.entry(
                  "report",
                  List.of("model", "text", "layout", "verdict", "history", "runs", "disk")),
              Map.entry(
                  "view",
                  List.of(
                      "model",
                      "text",
                      "run",
                      "lab",
                      "bisect",
                      "verdict",
                      "guest",
                      "boot",
                      "findings",
                      "symbols",
                      "report",
                      "plan",
                      "spec",
                      "kernel",
                      "layout",
                      "runs",
                      "doctor")),
              Map.entry("doctor", List.of("model", "process", "debian")),
              Map.entry(
                  "lab",
                  List.of(
                      "model", "kernel", "boot", "guest", "layout", "runs", "process", "disk",
                      "text")),
              Map.entry(
                  "run",
                  List.of(
                      "plan",
                      "guest",
                      "disk",
                      "layout",
                      "kernel",
                      "boot",
                      "findings",
                      "verdict",
                      "runs",
                      "lab",
                      "model")),
              Map.entry(
                  "bisect",
                  List.of(
                      "git",
                      "plan",
                      "spec",
                      "layout",
                      "lab",
                      "run",
                      "kernel",
                      "verdict",
                      "findings",
                      "runs",
                      "model",
                      "disk",
                      "process",
                      "text")),
              Map.entry(
                  "backport",
                  List.of(
                      "lab",
                      "run",
                      "kernel",
                      "verdict",
                      "findings",
                      "runs",
                      "plan",
                      "spec",
                      "model",
                      "disk",
                      "git",
                      "process",
                      "text",
                      "report")),
              Map.entry(
                  "night",
                  List.of(
                      "lab", "kernel", "run", "bisect", "history", "report", "verdict", "runs",
                      "plan", "spec", "model", "process"))));

  @ArchTest
  void everyPackageImportsOnlyWhatItMay(JavaClasses straddle) {
    MAY_IMPORT.forEach(
        (name, allowed) -> {
          String[] permitted = allowed.stream().map(p -> ROOT + p + "..").toArray(String[]::new);
          ArchRule rule =
              noClasses()
                  .that()
                  .resideInAPackage(ROOT + name + "..")
                  .should()
                  .dependOnClassesThat(
                      resideInAPackage("dev.straddle..")
                          .and(not(resideInAPackage(ROOT + name + "..")))
                          .and(not(resideInAnyPackage(permitted))))
                  .allowEmptyShould(true);
          rule.check(straddle);
        });
  }

  @ArchTest
  void everyPackageIsNamedHere(JavaClasses straddle) {
    TreeSet<String> named = new TreeSet<>(MAY_IMPORT.keySet());
    named.add("cli");
    Set<String> present =
        straddle.stream()
            .map(JavaClass::getPackageName)
            .filter(p -> p.startsWith(ROOT))
            .map(p -> p.substring(ROOT.length()).split("\\.")[0])
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(present).isSubsetOf(named);
  }

  @ArchTest
  static final ArchRule noCycles =
      slices().matching(ROOT + "(*)..").should().beFreeOfCycles().allowEmptyShould(true);

  /** Types of the rooms of {@code kernel} that its front hands out. */
  private static final Set<String> FRONT_OF_KERNEL =
      Set.of(
          ROOT + "kernel.series.Series",
          ROOT + "kernel.series.Patch",
          ROOT + "kernel.series.LeftOut",
          ROOT + "kernel.series.CommitTrial",
          ROOT + "kernel.series.PatchTrial");

  @ArchTest
  static final ArchRule onlyTheFrontOfKernelIsSeen =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "kernel..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(ROOT + "kernel.(*)..")
                  .and(
                      describe(
                          "are not handed out by the front",
                          type -> FRONT_OF_KERNEL.stream().noneMatch(isOrIsIn(type)))));

  @ArchTest
  static final ArchRule noRoomOfKernelKnowsTheFront =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "kernel.(*)..")
          .should()
          .dependOnClassesThat(resideInAPackage(ROOT + "kernel"));

  @ArchTest
  static final ArchRule noCyclesInKernel =
      slices().matching(ROOT + "kernel.(*)..").should().beFreeOfCycles();

  private static Predicate<String> isOrIsIn(JavaClass type) {
    return name -> type.getName().equals(name) || type.getName().startsWith(name + "$");
  }

  @ArchTest
  static final ArchRule onlyTheCommandLinePrints =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "cli..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule modelIsImmutable =
      classes()
          .that()
          .resideInAPackage(ROOT + "model..")
          .should()
          .haveOnlyFinalFields()
          .because("records flow between threads and are replayed from disk");
}
