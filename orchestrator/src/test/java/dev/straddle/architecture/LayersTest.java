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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

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

  private static final Path DOCUMENT = Path.of("../docs/architecture.md");

  /** Rows of the table: a package, what it does, what it may import. */
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| .* \\| (.*) \\|");

  private static final Path JAVA = Path.of("src/main/java/dev/straddle");
  private static final Pattern FILE = Pattern.compile("`([a-z/]+/\\w+\\.java)`");
  private static final String ALL = "all";

  /** Packages, and those that each may import besides itself, as the document says. */
  private static final Map<String, List<String>> MAY_IMPORT = table();

  private static Map<String, List<String>> table() {
    Map<String, List<String>> table = new TreeMap<>();
    for (String line : lines()) {
      Matcher row = ROW.matcher(line);
      if (row.matches() && !row.group(2).matches("\\d+")) {
        String allowed = row.group(2);
        table.put(row.group(1), allowed.equals("–") ? List.of() : List.of(allowed.split(", ")));
      }
    }
    return table;
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(DOCUMENT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ArchTest
  void everyPackageImportsOnlyWhatItMay(JavaClasses straddle) {
    assertThat(MAY_IMPORT).hasSizeGreaterThan(20).containsEntry("cli", List.of(ALL));
    MAY_IMPORT.forEach(
        (name, allowed) -> {
          if (allowed.contains(ALL)) {
            return;
          }
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
  void noPackageMayImportWhatItDoesNotNeed(JavaClasses straddle) {
    Map<String, Set<String>> imported = new TreeMap<>();
    for (JavaClass type : straddle) {
      Set<String> by = imported.computeIfAbsent(room(type), name -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().forEach(use -> by.add(room(use.getTargetClass())));
    }
    MAY_IMPORT.forEach(
        (name, allowed) -> {
          if (!allowed.contains(ALL)) {
            assertThat(imported.get(name)).as(name).containsAll(allowed);
          }
        });
  }

  @ArchTest
  void everyPackageIsNamedHere(JavaClasses straddle) {
    Set<String> present =
        straddle.stream()
            .map(LayersTest::room)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(present).isEqualTo(MAY_IMPORT.keySet());
  }

  /** The package of the table that a type lies in; empty outside straddle. */
  private static String room(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(ROOT) ? name.substring(ROOT.length()).split("\\.")[0] : "";
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

  /** The files that the document sends a reader to, below this project's Java or the repository. */
  @Test
  void everyFileThatTheDocumentNamesIsThere() {
    Set<String> named =
        lines().stream()
            .flatMap(line -> FILE.matcher(line).results())
            .map(file -> file.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(named).hasSizeGreaterThan(20);
    assertThat(named).allSatisfy(file -> assertThat(JAVA.resolve(file)).exists());
  }

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
