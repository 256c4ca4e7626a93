package io.github.rfiarchiver.state;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.BatchSaver;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.source.BackfillScope;
import io.github.rfiarchiver.source.SiteList;
import io.github.rfiarchiver.source.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The answers that backfill got, by the URLs of its requests, so that a run continues an earlier
 * one and requests nothing twice. Saved articles are not in it: they are in the archive.
 *
 * <p>Its file has a JSON object a line: what the run looks for, then an answer each. A run writes
 * the file when it begins, and then appends each answer; of two answers the later one counts. A
 * line without its end was cut off by a kill, and is ignored.
 */
public final class BackfillJournal {
  private final Map<String, Answer> answers = new LinkedHashMap<>();
  private BackfillScope wanted;
  private Instant begun;
  private @Nullable BatchSaver saver;

  /** An answer to a request that is not a refusal, nor an article saved under the listed URL. */
  public sealed interface Answer {}

  /** A robots.txt, or an answer of the Wayback Machine's index. */
  public record Text(String text) implements Answer {}

  /** A sitemap. */
  public record Listing(SiteList list) implements Answer {}

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
    /** The capture gave what it has for this span; it never changes. */
    TRIED
  }

  /**
   * A journal without answers.
   *
   * @param begun when the first list is read
   */
  public BackfillJournal(BackfillScope wanted, Instant begun) {
    this.wanted = wanted;
    this.begun = begun;
  }

  /** Begins a run: with the lists, if it looks for the same articles and they are recent. */
  public void begin(BackfillScope scope, Instant now) {
    if (!scope.equals(wanted) || !FeedState.isRecent(begun, now)) {
      beginAnew(scope, now);
    }
  }

  /** Begins a run without lists and without what is to be fetched again. */
  public void beginAnew(BackfillScope scope, Instant now) {
    boolean isOther = !scope.equals(wanted);
    answers
        .values()
        .removeIf(
            answer ->
                answer instanceof Text
                    || answer instanceof Listing
                    || answer == Mark.NOT_EXTRACTED
                    || (answer == Mark.TRIED && isOther));
    wanted = scope;
    begun = now;
  }

  /** Stores the answers so far, and from now on each one before {@link #put} returns. */
  public void storeIn(BatchSaver storage) throws ArchiveException, InterruptedException {
    JsonObject header = new JsonObject();
    header.put("site", wanted.site().toString());
    header.put("edition", wanted.edition());
    header.put("span", wanted.span().toString());
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

  /** The text with which a request was answered; null if there is none. */
  public @Nullable String text(String url) {
    return get(url) instanceof Text known ? known.text() : null;
  }

  /** Why a page has no article; null if that is unknown. */
  public @Nullable Mark mark(ArticleUrl page) {
    return get(page.toString()) instanceof Mark mark ? mark : null;
  }

  /** The sitemaps that were read, in the order of reading. */
  public List<SiteList> lists() {
    return answers.values().stream()
        .flatMap(answer -> answer instanceof Listing read ? Stream.of(read.list()) : Stream.of())
        .toList();
  }

  private static String line(JsonObject json) {
    return JsonWriter.string(json) + "\n";
  }

  private static JsonObject json(String url, Answer answer) {
    JsonObject json = new JsonObject();
    if (answer instanceof Listing read) {
      SiteList list = read.list();
      Json.put(json, "covered", list.covered());
      Json.put(json, "lists", list.lists());
      Json.put(json, "urls", list.urls());
      json.put("isPart", list.isPart());
      Json.put(json, "problem", list.problem());
    } else if (answer instanceof Text known) {
      json.put("text", known.text());
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
                  Span.parse(header.getString("span"))),
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
      return new Text(json.getString("text"));
    }
    if (json.has("savedAs")) {
      return new SavedAs(ArticleUrl.of(json.getString("savedAs")));
    }
    if (json.has("mark")) {
      return Mark.valueOf(json.getString("mark"));
    }
    List<ArticleUrl> urls = new ArrayList<>();
    for (String url : Json.texts(json, "urls")) {
      urls.add(ArticleUrl.of(url));
    }
    return new Listing(
        new SiteList(
            json.getString("url"),
            Json.texts(json, "lists"),
            urls,
            json.has("covered") ? Span.parse(json.getString("covered")) : null,
            json.getBoolean("isPart"),
            json.getString("problem")));
  }
}
