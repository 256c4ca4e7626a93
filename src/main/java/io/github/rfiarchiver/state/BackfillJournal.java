package io.github.rfiarchiver.state;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.BatchSaver;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.source.BackfillScope;
import io.github.rfiarchiver.source.Capture;
import io.github.rfiarchiver.source.Span;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The answers that backfill got, by the URLs of its requests (of pages in canonical form), so that
 * a run continues an earlier one and requests nothing twice. Saved articles are not in it: they are
 * in the archive.
 *
 * <p>Its file has a JSON object a line: what the run looks for, then an answer each. A run writes
 * the file when it begins, and then appends each answer; of two answers the later one counts. A
 * line without its end was cut off by a kill, and is ignored.
 */
public final class BackfillJournal {
  private static final Duration LISTS_KEPT = Duration.ofHours(1);

  private final Map<String, Answer> answers = new LinkedHashMap<>();
  private BackfillScope wanted;
  private Instant begun;
  private @Nullable BatchSaver saver;

  /** An answer to a request that is not a refusal, nor an article saved under the listed URL. */
  public sealed interface Answer {}

  /**
   * A robots.txt, a sitemap, or an answer of the Wayback Machine's index.
   *
   * @param read when it was read
   * @param text its bytes, as characters of ISO-8859-1
   */
  public record Document(Instant read, String text) implements Answer {
    public static Document of(Instant read, byte[] bytes) {
      return new Document(read, new String(bytes, StandardCharsets.ISO_8859_1));
    }

    public String utf8() {
      return new String(bytes(), StandardCharsets.UTF_8);
    }

    public byte[] bytes() {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether it was read within the last hour, by a clock that was not ahead. */
    private boolean isFresh(Instant now) {
      return read.isAfter(now.minus(LISTS_KEPT)) && !read.isAfter(now);
    }
  }

  /** A page whose article is saved under another URL. */
  public record SavedAs(ArticleUrl url) implements Answer {}

  /** A page without an article, or a capture. */
  public enum Mark implements Answer {
    /** 404 or 410. */
    GONE,
    /** The page is whole and holds neither text, sound nor film. */
    NO_ARTICLE,
    /** The page has no article that can be extracted; fetched again after all other pages. */
    NOT_EXTRACTED,
    /** The capture gave what it has for this scope; it never changes. */
    TRIED
  }

  /**
   * A journal without answers.
   *
   * @param begun when the first run began that it continues
   */
  public BackfillJournal(BackfillScope wanted, Instant begun) {
    this.wanted = wanted;
    this.begun = begun;
  }

  /**
   * Begins a run: continues the earlier ones if it looks for the same articles and the first of
   * them began within the last seven days, else {@linkplain #beginAnew begins anew}. Lists older
   * than an hour are read again: the site publishes more, and pages are captured later.
   */
  public void begin(BackfillScope scope, Instant now) {
    if (!scope.equals(wanted) || !FeedState.isRecent(begun, now)) {
      beginAnew(scope, now);
    }
    answers.values().removeIf(a -> a instanceof Document list && !list.isFresh(now));
  }

  /**
   * Begins a run without the lists, the pages that could not be extracted, and the captures that
   * may have articles of days that the earlier runs did not look for: these are requested again.
   */
  public void beginAnew(BackfillScope scope, Instant now) {
    answers.entrySet().removeIf(answer -> isStale(answer.getKey(), answer.getValue(), scope));
    wanted = scope;
    begun = now;
  }

  private boolean isStale(String url, Answer answer, BackfillScope scope) {
    return answer instanceof Document
        || answer == Mark.NOT_EXTRACTED
        || (answer == Mark.TRIED && !wanted.hasDays(scope, lastDay(url)));
  }

  /** The last day, whatever the zone, of which a capture may have an article. */
  private static LocalDate lastDay(String replayUrl) {
    return Capture.replayed(replayUrl)
        .map(capture -> PublishedDate.day(capture.time()).plusDays(1))
        .orElse(LocalDate.MAX);
  }

  /** Stores the answers so far, and from now on each one before {@link #put} returns. */
  public void storeIn(BatchSaver storage) throws ArchiveException, InterruptedException {
    JsonObject header = new JsonObject();
    header.put("site", wanted.site().toString());
    header.put("edition", wanted.edition());
    header.put("since", wanted.span().since().toString());
    header.put("until", wanted.span().until().toString());
    header.put("begun", begun.toString());
    String lines =
        answers.entrySet().stream()
            .map(answer -> line(json(answer.getKey(), answer.getValue())))
            .collect(Collectors.joining());
    storage.writeState(RunState.BACKFILL, line(header) + lines);
    saver = storage;
  }

  /** Adds the answer to a request, or replaces it. */
  public void put(String url, Answer answer) throws ArchiveException, InterruptedException {
    answers.put(url, answer);
    if (saver != null) {
      saver.appendState(RunState.BACKFILL, line(json(url, answer)));
    }
  }

  /** The answer to a request; null if there is none. */
  public @Nullable Answer get(String url) {
    return answers.get(url);
  }

  /** Why a page has no article; null if that is unknown. */
  public @Nullable Mark mark(ArticleUrl page) {
    return get(page.canonical()) instanceof Mark mark ? mark : null;
  }

  private static String line(JsonObject json) {
    return JsonWriter.string(json) + "\n";
  }

  private static JsonObject json(String url, Answer answer) {
    JsonObject json = new JsonObject();
    if (answer instanceof Document document) {
      json.put("read", document.read().toString());
      json.put("text", document.text());
    } else if (answer instanceof SavedAs saved) {
      json.put("savedAs", saved.url().toString());
    } else {
      json.put("mark", answer.toString());
    }
    json.put("url", url);
    return json;
  }

  static BackfillJournal parse(String text) throws MalformedException {
    List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    try {
      JsonObject header = Json.object(lines.get(0));
      BackfillJournal journal =
          new BackfillJournal(
              new BackfillScope(
                  ArticleUrl.of(header.getString("site")),
                  Objects.requireNonNull(header.getString("edition")),
                  new Span(
                      LocalDate.parse(header.getString("since")),
                      LocalDate.parse(header.getString("until")))),
              Objects.requireNonNullElse(Json.moment(header, "begun"), Instant.EPOCH));
      for (String line : lines.subList(1, lines.size())) {
        JsonObject json = Json.object(line);
        journal.answers.put(Objects.requireNonNull(json.getString("url")), answer(json));
      }
      return journal;
    } catch (MalformedException | RuntimeException e) { // a member is missing or has another type
      throw new MalformedException("backfill", "is not a journal of backfill", e);
    }
  }

  private static Answer answer(JsonObject json) throws MalformedException {
    if (json.has("text")) {
      return new Document(Instant.parse(json.getString("read")), json.getString("text"));
    }
    if (json.has("savedAs")) {
      return new SavedAs(ArticleUrl.of(json.getString("savedAs")));
    }
    return Mark.valueOf(json.getString("mark"));
  }
}
