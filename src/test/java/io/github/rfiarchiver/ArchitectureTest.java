package io.github.rfiarchiver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds the house: which package may know which, and which may touch the world. */
@AnalyzeClasses(
    packages = "io.github.rfiarchiver",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String HOUSE = "io.github.rfiarchiver.";
  private static final String CLI = HOUSE + "cli..";

  /** From the top down: each may use those behind it. */
  private static final List<String> LAYERS =
      List.of("cli", "run", "http", "state", "source", "feed", "query", "archive", "article");

  @ArchTest
  static final ArchRule packages_use_only_those_below_them =
      classes()
          .should(
              new ArchCondition<JavaClass>("use only the packages below their own") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  int own = layer(type);
                  for (Dependency use : type.getDirectDependenciesFromSelf()) {
                    if (layer(use.getTargetClass()) < own) {
                      events.add(SimpleConditionEvent.violated(use, use.getDescription()));
                    }
                  }
                }
              });

  /** The place of a type's package among the layers; behind all where it is in none of them. */
  private static int layer(JavaClass type) {
    String name = type.getPackageName() + ".";
    int layer = 0;
    while (layer < LAYERS.size() && !name.startsWith(HOUSE + LAYERS.get(layer) + ".")) {
      layer++;
    }
    return layer;
  }

  @ArchTest
  static final ArchRule every_class_but_the_exceptions_lives_in_one_of_the_packages =
      classes()
          .that()
          .areNotAssignableTo(ArchiverException.class)
          .and()
          .doNotHaveSimpleName("package-info")
          .should()
          .resideInAnyPackage(LAYERS.stream().map(p -> HOUSE + p + "..").toArray(String[]::new));

  @ArchTest
  static void no_two_types_share_a_simple_name(JavaClasses types) {
    Map<String, String> seen = new HashMap<>();
    for (JavaClass type : types) {
      if (type.isTopLevelClass() && !type.getSimpleName().equals("package-info")) {
        String other = seen.put(type.getSimpleName(), type.getName());
        assertNull(other, () -> other + " and " + type.getName());
      }
    }
  }

  @ArchTest
  static void no_type_shares_its_name_with_one_of_a_library_that_its_package_uses(
      JavaClasses types) {
    Set<String> roots = Set.of("okhttp3", "org.jsoup", "picocli", "com.grack", "org.netpreserve");
    JavaClasses libraries = new ClassFileImporter().importPackages(roots.toArray(String[]::new));
    for (JavaClass type : types) {
      Set<String> used =
          type.getPackage().getClassDependenciesFromThisPackage().stream()
              .map(use -> use.getTargetClass().getPackageName())
              .collect(Collectors.toSet());
      for (JavaClass other : libraries) {
        if (other.getSimpleName().equals(type.getSimpleName())
            && type.isTopLevelClass()
            && !type.getSimpleName().equals("package-info")) {
          assertFalse(used.contains(other.getPackageName()), type.getName());
        }
      }
    }
  }

  @ArchTest
  static final ArchRule there_are_no_cycles =
      slices().matching("io.github.rfiarchiver.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule only_archive_raw_uses_jwarc = only("archive.raw", "org.netpreserve..");

  @ArchTest static final ArchRule only_cli_uses_picocli = only("cli", "picocli..");

  @ArchTest
  static final ArchRule only_article_and_feed_use_jsoup =
      noClasses()
          .that()
          .resideOutsideOfPackages(HOUSE + "article..", HOUSE + "feed..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.jsoup..");

  @ArchTest
  static final ArchRule only_feed_uses_Rome = only("feed", "com.rometools..", "org.jdom2..");

  @ArchTest static final ArchRule only_http_uses_OkHttp = only("http", "okhttp3..", "okio..");

  @ArchTest
  static final ArchRule only_http_uses_the_network =
      noClasses()
          .that()
          .resideOutsideOfPackage(HOUSE + "http..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.net\\.(.*Socket.*|.*Connection|InetAddress|URL|Proxy.*|http\\..*)");

  @ArchTest
  static final ArchRule only_archive_and_cli_touch_files =
      noClasses()
          .that()
          .resideOutsideOfPackages(HOUSE + "archive..", CLI)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Files.class)
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.io\\.(File|File.*Stream|File(Reader|Writer)|RandomAccessFile)");

  @ArchTest
  static final ArchRule only_Main_ends_the_program =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(HOUSE + "cli.Main")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule only_Main_knows_the_standard_streams =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(HOUSE + "cli.Main")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .accessField(System.class, "in")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace");

  @ArchTest
  static final ArchRule only_cli_looks_at_the_clock =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  private static ArchRule only(String user, String... library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(HOUSE + user + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library);
  }
}
