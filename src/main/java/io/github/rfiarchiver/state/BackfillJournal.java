package io.github.rfiarchiver.state;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.source.BackfillScope;
import io.github.rfiarchiver.source.SiteList;
import io.github.rfiarchiver.source.SiteLists;
import io.github.rfiarchiver.source.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answers that backfill got, so that a run continues an earlier one and requests nothing twice.
 * Saved articles are not in it: they are in the archive.
 *
 * @param wanted the articles that it looks for
 * @param begun when the first of its lists was read
 * @param robots the robots.txt of the site; null if it was not read
 * @param lists the documents that were read
 * @param wayback the answers of the Wayback Machine's index, by the URLs of the requests; empty
 *     texts for captures, which are not requested again
 * @param marks the pages without an article
 * @param savedAs the articles that were saved under another URL than the listed one
 */
public record BackfillJournal(
    BackfillScope wanted,
    Instant begun,
    @Nullable String robots,
    SiteLists lists,
    Map<String, String> wayback,
    Map<ArticleUrl, Mark> marks,
    Map<ArticleUrl, ArticleUrl> savedAs) {
  /** Lists are read again after this time, since the site changes them. */
  private static final Duration LONGEST_KEPT = Duration.ofDays(7);

  /** An answer without an article that is not a refusal. */
  public enum Mark {
    /** 404 or 410. */
    GONE,
    /** The page is whole and holds neither text, sound nor film. */
    NO_ARTICLE,
    /** The page has no article that can be extracted; fetched again after all other pages. */
    NOT_EXTRACTED
  }

  public BackfillJournal {
    wayback = Map.copyOf(wayback);
    marks = Map.copyOf(marks);
    savedAs = Map.copyOf(savedAs);
  }

  public static BackfillJournal empty(BackfillScope wanted, Instant now) {
    return new BackfillJournal(
        wanted, now, null, new SiteLists(List.of()), Map.of(), Map.of(), Map.of());
  }

  /** The journal of a new call: with the lists, if it looks for the same and they are recent. */
  public BackfillJournal goingOn(BackfillScope now, Instant time) {
    boolean isSame =
        now.equals(wanted)
            && FeedState.ahead(begun.plus(LONGEST_KEPT), time, LONGEST_KEPT).isPresent();
    return isSame ? this : begunAnew(now, time);
  }

  /** The same without lists, and without what is to be fetched again. */
  public BackfillJournal begunAnew(BackfillScope now, Instant time) {
    Map<ArticleUrl, Mark> kept = new LinkedHashMap<>(marks);
    kept.values().removeIf(mark -> mark == Mark.NOT_EXTRACTED);
    Map<String, String> captures = new LinkedHashMap<>(wayback);
    captures.values().removeIf(answer -> !answer.isEmpty() || !now.equals(wanted));
    return new BackfillJournal(now, time, null, new SiteLists(List.of()), captures, kept, savedAs);
  }

  public BackfillJournal with(@Nullable String robotsTxt, SiteList list) {
    return new BackfillJournal(wanted, begun, robotsTxt, lists.with(list), wayback, marks, savedAs);
  }

  public BackfillJournal with(String request, String answer) {
    Map<String, String> more = new LinkedHashMap<>(wayback);
    more.put(request, answer);
    return new BackfillJournal(wanted, begun, robots, lists, more, marks, savedAs);
  }

  public BackfillJournal with(ArticleUrl page, Mark mark) {
    Map<ArticleUrl, Mark> more = new LinkedHashMap<>(marks);
    more.put(page, mark);
    return new BackfillJournal(wanted, begun, robots, lists, wayback, more, savedAs);
  }

  public BackfillJournal with(ArticleUrl page, ArticleUrl saved) {
    Map<ArticleUrl, ArticleUrl> more = new LinkedHashMap<>(savedAs);
    more.put(page, saved);
    return new BackfillJournal(wanted, begun, robots, lists, wayback, marks, more);
  }

  String toJson() {
    JsonObject json = json(wanted.span());
    json.put("site", wanted.site().toString());
    json.put("edition", wanted.edition());
    json.put("begun", begun.toString());
    Json.put(json, "robots", robots);
    json.put("lists", new JsonArray(lists.all().stream().map(BackfillJournal::json).toList()));
    json.put("wayback", new JsonObject(wayback));
    JsonObject pages = new JsonObject();
    marks.forEach((page, mark) -> pages.put(page.toString(), mark.toString()));
    savedAs.forEach((page, saved) -> pages.put(page.toString(), saved.toString()));
    json.put("pages", pages);
    return JsonWriter.indent(" ").string().value(json).done() + "\n";
  }

  private static JsonObject json(SiteList list) {
    JsonObject json = list.covered() == null ? new JsonObject() : json(list.covered());
    json.put("url", list.url());
    Json.put(json, "lists", list.lists());
    Json.put(json, "urls", list.urls());
    json.put("isPart", list.isPart());
    Json.put(json, "problem", list.problem());
    return json;
  }

  private static JsonObject json(Span span) {
    JsonObject json = new JsonObject();
    json.put("since", span.since().toString());
    json.put("until", span.until().toString());
    return json;
  }

  static BackfillJournal parse(String text) throws MalformedException {
    try {
      JsonObject json = Json.object(text);
      BackfillScope wanted =
          new BackfillScope(
              ArticleUrl.of(json.getString("site")),
              json.getString("edition"),
              span(json).orElseThrow());
      List<SiteList> lists = new ArrayList<>();
      for (Object list : json.getArray("lists")) {
        lists.add(list(Json.object(list)));
      }
      Map<String, String> answers = new LinkedHashMap<>();
      json.getObject("wayback", new JsonObject())
          .forEach((request, answer) -> answers.put(request, (String) answer));
      Map<ArticleUrl, Mark> marks = new LinkedHashMap<>();
      Map<ArticleUrl, ArticleUrl> savedAs = new LinkedHashMap<>();
      for (Map.Entry<String, Object> page : json.getObject("pages").entrySet()) {
        String value = String.valueOf(page.getValue());
        if (value.startsWith("http")) {
          savedAs.put(ArticleUrl.of(page.getKey()), ArticleUrl.of(value));
        } else {
          marks.put(ArticleUrl.of(page.getKey()), Mark.valueOf(value));
        }
      }
      return new BackfillJournal(
          wanted,
          Objects.requireNonNullElse(Json.moment(json, "begun"), Instant.EPOCH),
          json.getString("robots"),
          new SiteLists(lists),
          answers,
          marks,
          savedAs);
    } catch (MalformedException | RuntimeException e) { // a member is missing or has another type
      throw new MalformedException("backfill", "is not a journal of backfill", e);
    }
  }

  private static SiteList list(JsonObject json) throws MalformedException {
    List<ArticleUrl> urls = new ArrayList<>();
    for (String url : Json.texts(json, "urls")) {
      urls.add(ArticleUrl.of(url));
    }
    return new SiteList(
        Objects.requireNonNull(Json.text(json, "url")),
        Json.texts(json, "lists"),
        urls,
        span(json).orElse(null),
        json.getBoolean("isPart"),
        json.getString("problem"));
  }

  private static Optional<Span> span(JsonObject json) {
    return Optional.ofNullable(json.getString("since"))
        .map(since -> new Span(LocalDate.parse(since), LocalDate.parse(json.getString("until"))));
  }
}
