package io.github.rfiarchiver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.grack.nanojson.JsonObject;
import com.rometools.rome.feed.synd.SyndFeed;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.jsoup.Jsoup;
import org.netpreserve.jwarc.WarcRecord;
import picocli.CommandLine;

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
    for (JavaClass type : types) {
      Set<String> used = new HashSet<>();
      for (Dependency use : type.getPackage().getClassDependenciesFromThisPackage()) {
        used.add(use.getTargetClass().getPackageName());
      }
      boolean isNamed = type.isTopLevelClass() && !type.getSimpleName().equals("package-info");
      used.retainAll(isNamed ? libraryPackagesWith(type.getSimpleName()) : Set.of());
      assertEquals(Set.of(), used, type.getName());
    }
  }

  /** The packages of libraries that have a type, or a nested one, of this simple name. */
  private static Set<String> libraryPackagesWith(String simpleName) {
    return LIBRARY_TYPES.stream()
        .filter(type -> type.matches(".*[/$]" + simpleName + "[.]class"))
        .map(type -> type.substring(0, type.lastIndexOf('/')).replace('/', '.'))
        .collect(Collectors.toSet());
  }

  private static final List<String> LIBRARY_TYPES =
      Stream.of(
              OkHttpClient.class,
              Jsoup.class,
              CommandLine.class,
              JsonObject.class,
              WarcRecord.class,
              SyndFeed.class)
          .flatMap(ArchitectureTest::typesBeside)
          .toList();

  /** The names of all classes in the jar that holds a class. */
  private static Stream<String> typesBeside(Class<?> type) {
    String jar = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    try (JarFile file = new JarFile(jar)) {
      return file.stream()
          .map(JarEntry::getName)
          .filter(n -> n.endsWith(".class"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
