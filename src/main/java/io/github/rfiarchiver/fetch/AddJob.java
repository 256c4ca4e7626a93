package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.archive.Accession;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.Kept;
import io.github.rfiarchiver.article.Address;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.PageReader;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes single pages into the archive, by their addresses. */
public final class AddJob {
  private final Accession accession;
  private final PageSource pages;
  private final Listener listener;
  private final Clock clock;

  public AddJob(
      Accession accession, Fetcher fetcher, PageReader reader, Listener listener, Clock clock) {
    this.accession = accession;
    this.pages = new PageSource(fetcher, reader);
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * Fetches one page and keeps its article.
   *
   * <p>The article's address is the one that the page names as canonical, if that is on the page's
   * final host; a page cannot speak for another site. Else it is the final address.
   *
   * @return whether the page held an article
   * @throws ArchiveException where the archive cannot be read or written
   */
  public boolean add(Address address) throws ArchiveException, InterruptedException {
    PageSource.Result result = pages.read(pages.fetch(Request.namedPage(address.toString())));
    if (result instanceof PageSource.Missing missing) {
      listener.failure(
          address.toString(), missing.reason() + "; it was not archived", Optional.empty());
      return false;
    }
    PageSource.Found found = (PageSource.Found) result;
    Address own =
        found
            .page()
            .canonical()
            .filter(canonical -> canonical.host().equals(found.address().host()))
            .orElse(found.address());
    Optional<Instant> day = own.day().map(date -> date.atStartOfDay(ZoneOffset.UTC).toInstant());
    Optional<Instant> shown = found.page().published().or(() -> day);
    Kept kept =
        accession.keep(
            new Article(
                found.page().headline(), own, shown.orElseGet(clock::instant), found.page().body()),
            Stream.of(shown, day).flatMap(Optional::stream).toList());
    listener.kept(kept);
    return true;
  }
}
