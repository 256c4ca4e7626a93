package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.article.Address;
import io.github.rfiarchiver.article.ArticleCleaner;
import io.github.rfiarchiver.article.PrintedDate;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    html.ifPresent(raw -> cleaned.completeAsync(() -> cleaner.clean(raw, address), executor));
    html = Optional.empty();
  }

  /** The cleaned markup, empty where nothing is left of it; it comes when it is {@link #clean}. */
  CompletableFuture<String> cleaned() {
    return cleaned;
  }
}
