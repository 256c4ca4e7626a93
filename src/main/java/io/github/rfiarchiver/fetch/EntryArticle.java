package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.article.Address;
import io.github.rfiarchiver.article.ArticleCleaner;
import io.github.rfiarchiver.article.ArticleTooComplexException;
import io.github.rfiarchiver.article.PrintedDate;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * The article that an entry carries. It is cleaned once, when somebody first wants it; from then on
 * only the cleaned markup lies in memory. Safe to share among threads.
 */
final class EntryArticle {
  private final Address address;
  private final Optional<Instant> printed;
  private final CompletableFuture<String> cleaned = new CompletableFuture<>();
  private Optional<String> html;

  /**
   * @param html the article's markup as the entry has it
   * @param address what relative addresses in it are relative to
   */
  EntryArticle(String html, Address address) {
    this.html = Optional.of(html);
    this.address = address;
    this.printed = PrintedDate.opening(html);
  }

  /** The printed date that the article opens with. */
  Optional<Instant> printed() {
    return printed;
  }

  /** Has the article cleaned by {@code executor}, if that is not done or begun yet. */
  synchronized void clean(ArticleCleaner cleaner, Executor executor) {
    html.ifPresent(raw -> cleaned.completeAsync(() -> cleaned(raw, cleaner), executor));
    html = Optional.empty();
  }

  private String cleaned(String raw, ArticleCleaner cleaner) {
    try {
      return cleaner.clean(raw, address);
    } catch (ArticleTooComplexException e) {
      throw new CompletionException(e);
    }
  }

  /**
   * The cleaned markup, empty where nothing is left of it; it comes when it is {@link #clean}. It
   * ends in an {@link ArticleTooComplexException} where the markup is beyond the limits.
   */
  CompletableFuture<String> cleaned() {
    return cleaned;
  }
}
