package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.Count;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.HttpRequest;
import io.github.rfiarchiver.http.HttpResult;
import io.github.rfiarchiver.source.BackfillScope;
import io.github.rfiarchiver.source.Capture;
import io.github.rfiarchiver.source.CdxSlice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the Wayback Machine what it holds, and fetches it. Its robots.txt is for other paths. */
final class Wayback {
  private final Fetcher fetcher;
  private final String server;
  private final BackfillScope wanted;
  private final SiteInventory inventory;
  private final BackfillWork work;
  private @Nullable Holdings pages;

  /**
   * @param server {@code https://web.archive.org}
   * @param inventory journals what the index answers
   */
  Wayback(
      Fetcher fetcher,
      String server,
      BackfillScope wanted,
      SiteInventory inventory,
      BackfillWork work) {
    this.fetcher = fetcher;
    this.server = server.replaceFirst("/+$", "");
    this.wanted = wanted;
    this.inventory = inventory;
    this.work = work;
  }

  /**
   * What the Wayback Machine holds under a prefix.
   *
   * @param captures of each article or feed, by its URL, in the order of the index
   * @param problem why there may be more; null if these are all
   */
  record Holdings(Map<ArticleUrl, List<Capture>> captures, @Nullable String problem) {
    List<Capture> of(ArticleUrl url) {
      return captures.getOrDefault(url, List.of());
    }
  }

  /** The captures of pages of the edition: of the span, or without a date in their URLs. */
  Holdings pages() throws ArchiveException, InterruptedException {
    Holdings known = pages;
    if (known == null) {
      known = find(wanted.prefix(), false);
      known.captures().keySet().removeIf(url -> !wanted.wants(url) || !wanted.mayTouch(url));
      pages = known;
    }
    return known;
  }

  /** Asks for the {@link #pages}, so that it is known what is {@link #available}. */
  void load() throws ArchiveException, InterruptedException {
    pages();
  }

  /** The articles with a capture that was not tried in vain; null if that is unknown. */
  @Nullable Set<ArticleUrl> available() {
    Holdings known = pages == null ? new Holdings(Map.of(), null) : pages;
    Set<ArticleUrl> available = new HashSet<>(known.captures().keySet());
    available.removeIf(article -> known.of(article).stream().allMatch(this::isTried));
    return known.problem() == null ? available : null;
  }

  /** Asks the index slice by slice, except for those in the journal; reports problems. */
  Holdings find(String prefix, boolean isFeed) throws ArchiveException, InterruptedException {
    Set<Capture> captures = new LinkedHashSet<>();
    Set<String> asked = new HashSet<>();
    String problem = null;
    String key = null;
    try {
      do {
        String url = CdxSlice.url(server, prefix, isFeed, wanted.span(), key);
        if (!asked.add(url)) {
          throw new MalformedException(url, "its resume keys repeat");
        }
        CdxSlice slice = slice(url);
        captures.addAll(slice.captures());
        problem =
            slice.unreadable() > 0
                ? Count.of(slice.unreadable(), "row is", "rows are") + " unreadable"
                : problem;
        key = slice.resumeKey();
      } while (key != null);
    } catch (MalformedException e) {
      problem = e.reason();
    }
    if (problem != null) {
      work.doubt(prefix, "the Wayback Machine's index: " + problem + "; captures may be missing");
    }
    Map<ArticleUrl, List<Capture>> byUrl = new LinkedHashMap<>();
    captures.forEach(c -> byUrl.computeIfAbsent(c.original(), u -> new ArrayList<>()).add(c));
    return new Holdings(byUrl, problem);
  }

  private CdxSlice slice(String url)
      throws MalformedException, ArchiveException, InterruptedException {
    String known = inventory.journal().wayback().get(url);
    if (known != null) {
      return CdxSlice.parse(url, known);
    }
    HttpResult result = fetcher.fetch(HttpRequest.wayback(url, HttpRequest.Kind.INDEX));
    if (!(result instanceof HttpResult.Document document)) {
      throw new MalformedException(url, ((HttpResult.Failure) result).reason());
    }
    try (document) {
      String answer = new String(document.bytes(), StandardCharsets.UTF_8);
      CdxSlice slice = CdxSlice.parse(url, answer);
      if (slice.unreadable() == 0) { // else the next run asks again
        inventory.store(inventory.journal().with(url, answer + "\n")); // not empty: no capture
      }
      return slice;
    }
  }

  /** Whether a capture gave what it has, or has nothing: it never changes. */
  boolean isTried(Capture capture) {
    return inventory.journal().wayback().containsKey(capture.replayUrl(server));
  }

  /** Journals that a capture gave what it has. */
  void setTried(Capture capture) throws ArchiveException, InterruptedException {
    inventory.store(inventory.journal().with(capture.replayUrl(server), ""));
  }

  /**
   * Fetches a capture in place of a page or feed. The document has the URL of the request, unless
   * the capture redirects to another one.
   */
  HttpResult replay(Capture capture, String url) throws InterruptedException {
    String replay = capture.replayUrl(server);
    HttpResult result = fetcher.fetch(HttpRequest.wayback(replay, HttpRequest.Kind.CAPTURE));
    if (!(result instanceof HttpResult.Document document)) {
      return result;
    }
    String at =
        Capture.replayed(document.url())
            .map(Capture::original)
            .filter(original -> !original.equals(capture.original()))
            .map(ArticleUrl::toString)
            .orElse(url);
    return document.at(at);
  }
}
