package io.github.rfiarchiver.state;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.source.Selection;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What backfill has been answered, so that a run that ended early goes on and asks for nothing
 * twice. Saved articles are not in it: the archive itself knows them.
 *
 * @param wanted what it looks for
 * @param begun when its lists were begun to be read
 * @param robots the site's robots.txt; null where it was not read
 * @param lists the documents that were read
 * @param marks the pages whose answers gave no article
 * @param savedAs the articles that were saved under another URL than the listed one
 */
public record BackfillJournal(
    Selection wanted,
    Instant begun,
    @Nullable String robots,
    SiteLists lists,
    Map<ArticleUrl, Mark> marks,
    Map<ArticleUrl, ArticleUrl> savedAs) {
  /** Lists are read again after so long: the site goes on. */
  private static final Duration LONGEST_KEPT = Duration.ofDays(7);

  /** An answer that is no refusal, and gave no article. */
  public enum Mark {
    /** 404 or 410: the site does not have it. */
    GONE,
    /** The page is whole and holds neither text, sound nor film. */
    NO_ARTICLE,
    /** The page shows no article that can be extracted; asked for again once all pages were. */
    NOT_EXTRACTED
  }

  public BackfillJournal {
    marks = Map.copyOf(marks);
    savedAs = Map.copyOf(savedAs);
  }

  public static BackfillJournal empty(Selection wanted, Instant now) {
    return new BackfillJournal(wanted, now, null, new SiteLists(List.of()), Map.of(), Map.of());
  }

  /** The journal for a call: with its lists if it looks for the same, and they are not too old. */
  public BackfillJournal goingOn(Selection now, Instant time) {
    boolean isSame =
        now.equals(wanted) && FeedState.isAhead(begun.plus(LONGEST_KEPT), time, LONGEST_KEPT);
    return isSame ? this : begunAnew(now, time);
  }

  /** The same without lists, and without the pages that are asked for again. */
  public BackfillJournal begunAnew(Selection now, Instant time) {
    Map<ArticleUrl, Mark> kept = new LinkedHashMap<>(marks);
    kept.values().removeIf(mark -> mark == Mark.NOT_EXTRACTED);
    return new BackfillJournal(now, time, null, new SiteLists(List.of()), kept, savedAs);
  }

  public BackfillJournal with(String robotsTxt) {
    return new BackfillJournal(wanted, begun, robotsTxt, lists, marks, savedAs);
  }

  public BackfillJournal with(SiteList list) {
    return new BackfillJournal(wanted, begun, robots, lists.with(list), marks, savedAs);
  }

  public BackfillJournal with(ArticleUrl page, Mark mark) {
    Map<ArticleUrl, Mark> more = new LinkedHashMap<>(marks);
    more.put(page, mark);
    return new BackfillJournal(wanted, begun, robots, lists, more, savedAs);
  }

  public BackfillJournal with(ArticleUrl page, ArticleUrl saved) {
    Map<ArticleUrl, ArticleUrl> more = new LinkedHashMap<>(savedAs);
    more.put(page, saved);
    return new BackfillJournal(wanted, begun, robots, lists, marks, more);
  }

  String toJson() {
    JsonObject json = new JsonObject();
    json.put("site", wanted.site().toString());
    json.put("edition", wanted.edition());
    putSpan(json, wanted.span());
    json.put("begun", begun.toString());
    Json.put(json, "robots", Optional.ofNullable(robots));
    json.put("lists", new JsonArray(lists.all().stream().map(BackfillJournal::json).toList()));
    json.put("marks", object(marks));
    json.put("savedAs", object(savedAs));
    return JsonWriter.indent(" ").string().value(json).done() + "\n";
  }

  private static JsonObject object(Map<ArticleUrl, ?> map) {
    JsonObject json = new JsonObject();
    map.forEach((page, value) -> json.put(page.toString(), value.toString()));
    return json;
  }

  private static JsonObject json(SiteList list) {
    JsonObject json = new JsonObject();
    json.put("url", list.url());
    Json.put(json, "lists", list.lists());
    Json.put(json, "urls", list.urls());
    if (list.covered() != null) {
      putSpan(json, list.covered());
    }
    json.put("isPart", list.isPart());
    Json.put(json, "problem", Optional.ofNullable(list.problem()));
    return json;
  }

  private static void putSpan(JsonObject json, Span span) {
    json.put("since", span.since().toString());
    json.put("until", span.until().toString());
  }

  static BackfillJournal parse(String text) throws MalformedStateException {
    try {
      JsonObject json = Json.object(text);
      Selection wanted =
          new Selection(url(json, "site"), text(json, "edition"), span(json).orElseThrow());
      List<SiteList> lists = new ArrayList<>();
      for (Object list : json.getArray("lists", new JsonArray())) {
        lists.add(list(Json.object(list)));
      }
      Map<ArticleUrl, Mark> marks = new LinkedHashMap<>();
      JsonObject marked = Json.object(json.get("marks"));
      for (String page : marked.keySet()) {
        marks.put(ArticleUrl.of(page), Mark.valueOf(text(marked, page)));
      }
      Map<ArticleUrl, ArticleUrl> savedAs = new LinkedHashMap<>();
      JsonObject saved = Json.object(json.get("savedAs"));
      for (String page : saved.keySet()) {
        savedAs.put(ArticleUrl.of(page), url(saved, page));
      }
      return new BackfillJournal(
          wanted,
          Json.moment(json, "begun").orElse(Instant.EPOCH),
          Json.text(json, "robots").orElse(null),
          new SiteLists(lists),
          marks,
          savedAs);
    } catch (MalformedException | RuntimeException e) { // of enums, dates, other types
      throw new MalformedStateException(e);
    }
  }

  private static SiteList list(JsonObject json) throws MalformedStateException, MalformedException {
    List<ArticleUrl> urls = new ArrayList<>();
    for (String url : Json.texts(json, "urls")) {
      urls.add(ArticleUrl.of(url));
    }
    return new SiteList(
        text(json, "url"),
        Json.texts(json, "lists"),
        urls,
        span(json).orElse(null),
        json.getBoolean("isPart", false),
        Json.text(json, "problem").orElse(null));
  }

  private static Optional<Span> span(JsonObject json) throws MalformedStateException {
    Optional<LocalDate> since = Json.text(json, "since").map(LocalDate::parse);
    Optional<LocalDate> until = Json.text(json, "until").map(LocalDate::parse);
    return since.flatMap(first -> until.map(end -> new Span(first, end)));
  }

  private static ArticleUrl url(JsonObject json, String name)
      throws MalformedStateException, MalformedException {
    return ArticleUrl.of(text(json, name));
  }

  private static String text(JsonObject json, String name) throws MalformedStateException {
    return Json.text(json, name)
        .orElseThrow(() -> new MalformedStateException(name + " is missing"));
  }
}
