package dev.straddle.architecture;

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
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Keeps the import directions of {@code docs/architecture.md}. */
@AnalyzeClasses(packages = "dev.straddle", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  private static final String ROOT = "dev.straddle.";

  /** Package, and the packages it may import besides itself. */
  private static final Map<String, List<String>> MAY_IMPORT =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("model", List.of()),
              Map.entry("spec", List.of("model")),
              Map.entry("layout", List.of("model")),
              Map.entry("plan", List.of("model", "spec", "layout")),
              Map.entry("process", List.of("model")),
              Map.entry("image", List.of()),
              Map.entry("kernel", List.of("model", "process", "image")),
              Map.entry("guest", List.of("model", "process", "image")),
              Map.entry("boot", List.of("model", "guest", "layout", "image")),
              Map.entry("findings", List.of("model")),
              Map.entry("verdict", List.of("model", "layout")),
              Map.entry("history", List.of("model")),
              Map.entry("report", List.of("model")),
              Map.entry("doctor", List.of("model", "process")),
              Map.entry(
                  "run",
                  List.of("plan", "kernel", "boot", "findings", "verdict", "history", "model"))));

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
