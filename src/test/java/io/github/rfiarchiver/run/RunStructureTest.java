package io.github.rfiarchiver.run;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.ArticleStore;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.feed.FeedParser;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.HttpRequest;
import io.github.rfiarchiver.http.HttpResult;
import io.github.rfiarchiver.http.MemoryBudget;
import io.github.rfiarchiver.http.RetryingFetcher;
import io.github.rfiarchiver.source.Sitemap;
import io.github.rfiarchiver.state.FeedState;
import io.github.rfiarchiver.state.PendingEntry;
import io.github.rfiarchiver.state.RunState;
import io.github.rfiarchiver.state.Validators;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run is five steps, fetch → parse → plan → process → save, and no step calls another back. */
class RunStructureTest {
  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.rfiarchiver");

  /** Who holds one of these can call back, ask the network, or read and write the archive. */
  private static final Class<?>[] UPWARD = {
    FetchRun.class,
    AddRun.class,
    BackfillRun.class,
    RunTally.class,
    Listener.class,
    Fetcher.class,
    DocumentOpener.class,
    ArticleStore.class,
    Archive.class,
    ArchiveWriter.class
  };

  private static final Class<?>[] STEPS = {
    FeedFetcher.class, FeedReader.class, FetchPlan.class, EntryProcessor.class, EntryPipeline.class
  };

  @Test
  void the_run_alone_knows_all_steps() {
    Set<String> steps = names(STEPS);
    JavaClass run = PROGRAM.get(FetchRun.class);
    Set<String> used =
        run.getDirectDependenciesFromSelf().stream()
            .map(dependency -> dependency.getTargetClass().getSimpleName())
            .filter(steps::contains)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(steps, used);
    noClasses()
        .that()
        .resideInAPackage("io.github.rfiarchiver.run")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(FetchRun.class, AddRun.class, BackfillRun.class)
        .because("nobody calls the run back")
        .allowEmptyShould(false)
        .check(PROGRAM.that(not(belongToAnyOf(FetchRun.class, AddRun.class, BackfillRun.class))));
  }

  @Test
  void fetching_feeds_knows_no_later_step() {
    assertMayUse(
        FeedFetcher.class,
        FeedResult.class,
        FeedSource.class,
        FeedState.class,
        FetchOptions.class,
        DocumentOpener.class,
        Fetcher.class,
        RetryingFetcher.class,
        HttpRequest.class,
        HttpResult.class,
        Validators.class,
        MemoryBudget.class,
        Listener.class,
        io.github.rfiarchiver.archive.ArchiveException.class,
        ArticleUrl.class);
  }

  @Test
  void parsing_knows_what_was_fetched_and_gives_entries() {
    assertMayUse(
        FeedReader.class,
        FeedParser.class,
        io.github.rfiarchiver.feed.ParsedFeed.class,
        io.github.rfiarchiver.feed.FeedEntry.class,
        io.github.rfiarchiver.MalformedException.class,
        FeedRun.class,
        FeedResult.class,
        FeedSource.class,
        FeedState.class,
        CandidateEntry.class,
        ArticleUrl.class,
        Sitemap.class);
  }

  @Test
  void planning_knows_entries_and_what_is_pending() {
    assertMayUse(
        FetchPlan.class,
        CandidateEntry.class,
        FeedSource.class,
        FetchOptions.class,
        PendingEntry.class,
        PendingEntries.class,
        ArticleUrl.class);
  }

  @Test
  void processing_knows_neither_feeds_nor_what_is_saved_or_pending() {
    assertKnowsNone(
        EntryProcessor.class,
        FeedFetcher.class,
        FeedReader.class,
        FeedRun.class,
        FetchPlan.class,
        PendingEntries.class,
        RunTally.class,
        RunState.class,
        Listener.class,
        EntryPipeline.class,
        ArticleStore.class,
        Archive.class,
        ArchiveWriter.class);
  }

  @Test
  void saving_knows_neither_feeds_nor_the_plan_nor_who_is_told() {
    assertKnowsNone(
        EntryPipeline.class,
        FeedFetcher.class,
        FeedReader.class,
        FeedRun.class,
        FeedSource.class,
        FetchPlan.class,
        PendingEntries.class,
        RunTally.class,
        RunState.class,
        Listener.class,
        Fetcher.class);
  }

  @Test
  void the_parser_of_feeds_is_static_and_knows_no_package_above_its_own() {
    assertEquals(Set.of(), held(FeedParser.class));
    noClasses()
        .that()
        .resideInAPackage("io.github.rfiarchiver.feed")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.github.rfiarchiver.run",
            "io.github.rfiarchiver.archive",
            "io.github.rfiarchiver.cli")
        .check(PROGRAM);
  }

  @ParameterizedTest
  @ValueSource(classes = {FeedReader.class, FeedRun.class, FetchPlan.class, CandidateEntry.class})
  void parser_and_plan_hold_no_reference_upward(Class<?> type) {
    Set<String> upward = held(type);
    upward.retainAll(names(UPWARD));
    assertEquals(Set.of(), upward);
    PROGRAM
        .get(type)
        .getCodeUnits()
        .forEach(
            unit ->
                unit.getParameterTypes()
                    .forEach(
                        parameter -> {
                          Set<String> types = simpleNames(parameter.getAllInvolvedRawTypes());
                          types.retainAll(names(UPWARD));
                          assertEquals(Set.of(), types, unit.getFullName());
                        }));
  }

  /** The types of this program that an object can reach through its fields, however far off. */
  private static Set<String> held(Class<?> type) {
    Set<JavaClass> held = new LinkedHashSet<>();
    Deque<JavaClass> rest = new ArrayDeque<>(Set.of(PROGRAM.get(type)));
    while (!rest.isEmpty()) {
      JavaClass next = rest.remove();
      next.getFields().stream()
          .flatMap(field -> field.getAllInvolvedRawTypes().stream())
          .filter(each -> each.getPackageName().startsWith("io.github.rfiarchiver"))
          .filter(held::add)
          .forEach(
              each -> {
                rest.add(each);
                each.getAllSubclasses().stream().filter(held::add).forEach(rest::add);
              });
    }
    return simpleNames(held);
  }

  private static void assertMayUse(Class<?> step, Class<?>... others) {
    classes()
        .that()
        .belongToAnyOf(step)
        .should()
        .onlyDependOnClassesThat(
            belongToAnyOf(step)
                .or(belongToAnyOf(others))
                .or(resideInAnyPackage("java..", "org.jspecify..")))
        .check(PROGRAM);
  }

  private static void assertKnowsNone(Class<?> step, Class<?>... others) {
    noClasses()
        .that()
        .belongToAnyOf(step)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(others)
        .check(PROGRAM);
  }

  private static Set<String> names(Class<?>... types) {
    return simpleNames(PROGRAM.that(belongToAnyOf(types)));
  }

  private static Set<String> simpleNames(Iterable<JavaClass> types) {
    Set<String> names = new TreeSet<>();
    types.forEach(
        type -> {
          if (type.getEnclosingClass().isEmpty()) {
            names.add(type.getSimpleName());
          }
        });
    return names;
  }
}
