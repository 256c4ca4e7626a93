package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.HttpRequest;
import io.github.rfiarchiver.http.HttpResult;
import io.github.rfiarchiver.http.MemoryBudget;
import io.github.rfiarchiver.state.FeedState;
import io.github.rfiarchiver.state.Validators;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The first step of a run: fetches feeds, never before their servers allow it, except by force. */
final class FeedFetcher {
  /** The size of the largest array that Java makes. */
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final Fetcher fetcher;
  private final DocumentOpener documents;
  private final FetchOptions options;
  private final Listener listener;
  private final MemoryBudget memory = MemoryBudget.HEAP;

  /** The memory of the documents so far: their entries are kept until the end of the run. */
  private long held;

  FeedFetcher(Fetcher fetcher, DocumentOpener documents, FetchOptions options, Listener listener) {
    this.fetcher = fetcher;
    this.documents = documents;
    this.options = options;
    this.listener = listener;
  }

  /**
   * Fetches one feed.
   *
   * @param state its stored state
   * @param now the time of the run
   */
  FeedResult fetch(FeedSource source, FeedState state, Instant now) throws InterruptedException {
    if (source instanceof FeedSource.Document document) {
      return load(document);
    }
    if (!options.force()) {
      Optional<Instant> notBefore = state.waitsUntil(now);
      if (notBefore.isPresent()) {
        return new FeedResult.Deferred(notBefore.get());
      }
      Optional<Instant> cached = state.cachedUntil(now);
      if (cached.isPresent()) {
        listener.notice(
            source.name(),
            "cached until " + cached.get() + " (Cache-Control); --force fetches it again");
        return new FeedResult.Cached();
      }
    }
    Validators validators = options.refetchesKnown() ? Validators.NONE : state.validators();
    HttpRequest request =
        source instanceof FeedSource.NewsList list
            ? HttpRequest.list(list.url().toString(), list.url().host(), validators)
            : HttpRequest.feed(source.name(), validators);
    return result(source, fetcher.fetch(request));
  }

  private FeedResult result(FeedSource source, HttpResult outcome) {
    if (outcome instanceof HttpResult.Failure failure) {
      return failure.kind() == HttpResult.Kind.OUT_OF_TIME
          ? new FeedResult.OutOfTime()
          : new FeedResult.Failed(
              failure.reason(), failure.longWait().orElse(null), failure.cause());
    }
    if (outcome instanceof HttpResult.Unchanged unchanged) {
      return new FeedResult.NotModified(unchanged.maxAge());
    }
    try (HttpResult.Document document = (HttpResult.Document) outcome) {
      if (document.movedTo() != null) {
        listener.notice(
            source.name(),
            "moved permanently to " + document.movedTo() + "; use that URL from now on");
      }
      return fetched(
          new FeedResult.Fetched(
              document.bytes(), document.charset(), document.validators(), document.maxAge()));
    }
  }

  private FeedResult load(FeedSource.Document document) {
    try (InputStream in = documents.open(document)) {
      // One byte more than is allowed: then it is refused.
      byte[] bytes = in.readNBytes((int) Math.min(LARGEST_ARRAY, memory.largestDocument() + 1));
      return fetched(new FeedResult.Fetched(bytes, null, Validators.NONE, Duration.ZERO));
    } catch (IOException e) {
      return new FeedResult.Failed(ArchiveException.reasonOf(e), null, e);
    } catch (OutOfMemoryError e) {
      // Its memory is free again, so the other feeds can be read.
      return new FeedResult.Failed("does not fit into memory", null, e);
    }
  }

  /** The document where it fits into memory beside those before it. */
  private FeedResult fetched(FeedResult.Fetched fetched) {
    long all = held + MemoryBudget.cost(fetched.bytes());
    Optional<String> refusal = memory.refusal(all, fetched.bytes().length);
    if (refusal.isPresent()) {
      return new FeedResult.Failed(refusal.get(), null, null);
    }
    held = all;
    return fetched;
  }
}
