package io.github.rfiarchiver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;

/** Holds the house: which package may know which, and which may touch the world. */
@AnalyzeClasses(
    packages = "io.github.rfiarchiver",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String HOUSE = "io.github.rfiarchiver.";
  private static final String CLI = HOUSE + "cli..";

  @ArchTest
  static final ArchRule packages_know_only_those_below_them =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cli")
          .definedBy(CLI)
          .layer("fetch")
          .definedBy(HOUSE + "fetch..")
          .layer("reading")
          .definedBy(HOUSE + "query..")
          .layer("archive")
          .definedBy(HOUSE + "archive..")
          .layer("feed")
          .definedBy(HOUSE + "feed..")
          .layer("article")
          .definedBy(HOUSE + "article..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("fetch")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("reading")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("archive")
          .mayOnlyBeAccessedByLayers("cli", "fetch", "reading")
          .whereLayer("feed")
          .mayOnlyBeAccessedByLayers("cli", "fetch")
          .whereLayer("article")
          .mayOnlyBeAccessedByLayers("cli", "fetch", "reading", "archive", "feed");

  @ArchTest
  static final ArchRule every_class_but_the_exceptions_lives_in_one_of_the_six_packages =
      classes()
          .that()
          .areNotAssignableTo(ArchiverException.class)
          .and()
          .doNotHaveSimpleName("package-info")
          .should()
          .resideInAnyPackage(
              CLI,
              HOUSE + "fetch..",
              HOUSE + "query..",
              HOUSE + "archive..",
              HOUSE + "feed..",
              HOUSE + "article..");

  @ArchTest
  static final ArchRule there_are_no_cycles =
      slices().matching("io.github.rfiarchiver.(*)..").should().beFreeOfCycles();

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

  @ArchTest static final ArchRule only_fetch_uses_OkHttp = only("fetch", "okhttp3..", "okio..");

  @ArchTest
  static final ArchRule only_fetch_uses_the_network =
      noClasses()
          .that()
          .resideOutsideOfPackage(HOUSE + "fetch..")
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
