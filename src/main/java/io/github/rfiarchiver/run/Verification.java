package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.RawStore;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.archive.SplitArticle;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ComparableText;
import io.github.rfiarchiver.article.Count;
import io.github.rfiarchiver.article.Sha256;
import io.github.rfiarchiver.article.clean.ArticleCleaner;
import io.github.rfiarchiver.query.ArticleFilter;
import io.github.rfiarchiver.query.OrderedParallel;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks the files of an archive.
 *
 * @param cleaner whose rules define what is junk; null if junk is not looked for
 */
public record Verification(Archive archive, @Nullable ArticleCleaner cleaner) {
  /** What a finding is. */
  public enum Kind {
    DAMAGE,
    SPLIT,
    REPAIRED,
    JUNK,
    DUPLICATE
  }

  /**
   * Something that was found.
   *
   * @param reason what is wrong with the file, or was, as a clause
   * @param other the other file that it is about; null without one
   */
  public record Finding(Kind kind, Path file, String reason, @Nullable Path other) {
    /** A folder that cannot be read. */
    public static Finding of(ArchiveException folder) {
      return new Finding(Kind.DAMAGE, Path.of(folder.subject()), folder.reason(), null);
    }
  }

  /**
   * The result of checking each file: those of articles, then those of raw captures; empty if
   * nothing is wrong with it. A file is checked shortly before its result is taken.
   *
   * @throws ArchiveException if the archive's folder, or that of the raw captures, cannot be read
   * @throws java.io.UncheckedIOException from the stream, if a month's folder cannot be read and
   *     the archive is not {@linkplain Archive#tolerating tolerating}
   */
  public Stream<Optional<Finding>> files() throws ArchiveException {
    List<Path> captures = RawStore.files(archive);
    return Stream.concat(
        OrderedParallel.stream(archive.contents(), file -> Optional.of(checked(file))),
        OrderedParallel.stream(
            captures.stream(), file -> Optional.of(damage(file, RawStore.problem(file)))));
  }

  private Optional<Finding> checked(Path file) {
    Optional<Finding> damage = damage(file, archive.problem(file));
    ArticleCleaner rules = cleaner;
    return damage.isPresent() || rules == null
        ? damage
        : article(file)
            .map(article -> junk(article, rules))
            .map(junk -> new Finding(Kind.JUNK, file, junk, null));
  }

  private static Optional<Finding> damage(Path file, Optional<String> problem) {
    return problem.map(what -> new Finding(Kind.DAMAGE, file, what, null));
  }

  /** What cleaning would change in an article; null for nothing. */
  private static @Nullable String junk(Article article, ArticleCleaner cleaner) {
    try {
      String cleaned = cleaner.clean(article.body(), article.url());
      int less = article.body().length() - cleaned.length();
      String shorter = Count.of(less, "character", "characters") + " shorter";
      return cleaned.equals(article.body())
          ? null
          : less > 0
              ? "holds junk: cleaned it would be " + shorter
              : "would be cleaned differently";
    } catch (MalformedException e) {
      return e.reason();
    }
  }

  /** The article in a file; empty if it is damaged. */
  private Optional<Article> article(Path file) {
    return ArticleFileName.parse(file)
        .map(name -> archive.saved(name))
        .map(text -> text instanceof SavedText.Whole whole ? whole.article() : null);
  }

  /** The language of the article that a finding is about; null if none of its files shows it. */
  public @Nullable String language(Finding finding) {
    return Stream.of(Optional.of(finding.file()), Optional.ofNullable(finding.other()))
        .flatMap(file -> file.flatMap(this::article).stream())
        .map(article -> article.url().language())
        .findFirst()
        .orElse(null);
  }

  /**
   * The articles with more than one first text.
   *
   * @param what what becomes of the later ones, as a clause
   */
  public List<Finding> splits(String what) throws ArchiveException {
    List<Finding> findings = new ArrayList<>();
    for (SplitArticle split : SplitArticle.in(archive)) {
      Path first = archive.path(split.first());
      String reason = "is a second first text of the article in " + first + "; " + what;
      for (ArticleFileName name : split.later()) {
        findings.add(new Finding(Kind.SPLIT, archive.path(name), reason, first));
      }
    }
    return findings;
  }

  /**
   * The articles with the newest text of another one that has a different key, in the order of the
   * earliest ones. Texts are compared as for revisions, and besides without the headline. Damaged
   * files and articles without text are skipped. Memory holds only the hash of each text.
   */
  public List<Finding> duplicates() throws ArchiveException {
    Stream<ArticleFileName> names = ArticleFilter.ALL.names(archive);
    Map<ByteBuffer, ArticleFileName> firsts = new HashMap<>();
    List<Finding> findings = new ArrayList<>();
    OrderedParallel.stream(names, name -> hash(name).map(hash -> Map.entry(hash, name)))
        .forEach(
            text -> {
              ArticleFileName name = text.getValue();
              ArticleFileName first = firsts.computeIfAbsent(text.getKey(), hash -> name);
              if (!first.key().equals(name.key())) {
                Path other = archive.path(first);
                String reason = "has the same text as " + other;
                findings.add(new Finding(Kind.DUPLICATE, archive.path(name), reason, other));
              }
            });
    findings.sort(Comparator.comparing(finding -> String.valueOf(finding.other())));
    return findings;
  }

  /** The SHA-256 of a text; empty where it is damaged, or has no words. */
  private Optional<ByteBuffer> hash(ArticleFileName name) {
    return article(archive.path(name))
        .map(article -> ComparableText.of(article).text())
        .filter(text -> !text.isEmpty())
        .map(text -> ByteBuffer.wrap(Sha256.of(text)));
  }

  /**
   * Turns later first texts of articles into revisions of the first. The archive is opened for
   * writing only if there is something to repair.
   *
   * @param told receives what was repaired, article by article
   */
  public void repair(Consumer<Finding> told) throws ArchiveException {
    if (SplitArticle.in(archive).isEmpty()) {
      return;
    }
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      for (SplitArticle split : SplitArticle.in(archive)) { // as others left it before the lock
        for (SplitArticle.Renamed renamed : split.repair(archive, writer)) {
          Path to = archive.path(renamed.to());
          String what = "is now a revision of " + archive.path(split.first()) + ": " + to;
          told.accept(new Finding(Kind.REPAIRED, archive.path(renamed.from()), what, to));
        }
      }
    }
  }
}
