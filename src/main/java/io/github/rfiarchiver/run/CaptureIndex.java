package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.Count;
import io.github.rfiarchiver.http.HttpRequest;
import io.github.rfiarchiver.http.HttpResult;
import io.github.rfiarchiver.source.BackfillScope;
import io.github.rfiarchiver.source.Capture;
import io.github.rfiarchiver.source.CdxSlice;
import io.github.rfiarchiver.state.BackfillJournal;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The index of the Wayback Machine.
 *
 * @param server {@code https://web.archive.org}
 */
record CaptureIndex(BackfillProgress progress, String server) {
  /**
   * Captures that the index lists.
   *
   * @param byUrl those of each page or feed, in the order of the index
   * @param problem why there may be more; null if these are all
   */
  record Found(Map<ArticleUrl, List<Capture>> byUrl, @Nullable String problem) {
    List<Capture> of(ArticleUrl url) {
      return byUrl.getOrDefault(url, List.of());
    }
  }

  /** The captures of pages of the edition: of the span, or without a date in their URLs. */
  Found pages() throws ArchiveException, InterruptedException {
    BackfillScope wanted = progress.task().wanted();
    Found found = find(wanted.prefix(), false);
    found.byUrl().keySet().removeIf(url -> !wanted.wants(url) || !wanted.mayTouch(url));
    return found;
  }

  /** The captures of a feed. */
  Found feed(String feed) throws ArchiveException, InterruptedException {
    return find(feed, true);
  }

  /** Reads the index slice by slice, except for those in the journal; reports problems. */
  private Found find(String prefix, boolean isFeed) throws ArchiveException, InterruptedException {
    Set<Capture> captures = new LinkedHashSet<>();
    Set<String> asked = new HashSet<>();
    String problem = null;
    String key = null;
    try {
      do {
        String url = CdxSlice.url(server, prefix, isFeed, progress.task().wanted().span(), key);
        if (!asked.add(url)) {
          throw new MalformedException(url, "its resume keys repeat");
        }
        CdxSlice slice = slice(url);
        captures.addAll(slice.captures());
        if (slice.unreadable() > 0) {
          problem = Count.of(slice.unreadable(), "row is", "rows are") + " unreadable";
        }
        key = slice.resumeKey();
      } while (key != null);
    } catch (MalformedException e) {
      problem = e.reason();
    }
    if (problem != null) {
      String what = "the Wayback Machine's index: " + problem + "; captures may be missing";
      progress.doubt(prefix, what);
    }
    return new Found(
        captures.stream()
            .collect(
                Collectors.groupingBy(Capture::original, LinkedHashMap::new, Collectors.toList())),
        problem);
  }

  private CdxSlice slice(String url)
      throws MalformedException, ArchiveException, InterruptedException {
    String known = progress.journal().text(url);
    if (known != null) {
      return CdxSlice.parse(url, known);
    }
    HttpResult result =
        progress.context().fetcher().fetch(HttpRequest.wayback(url, HttpRequest.Kind.INDEX));
    if (!(result instanceof HttpResult.Document document)) {
      throw new MalformedException(url, ((HttpResult.Failure) result).reason());
    }
    try (document) {
      String answer = new String(document.bytes(), StandardCharsets.UTF_8);
      CdxSlice slice = CdxSlice.parse(url, answer);
      if (slice.unreadable() == 0) { // else the next run asks again
        progress.journal().put(url, new BackfillJournal.Text(answer));
      }
      return slice;
    }
  }
}
