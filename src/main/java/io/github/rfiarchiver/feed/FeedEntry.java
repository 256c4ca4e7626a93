package io.github.rfiarchiver.feed;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a feed: an {@code item} of RSS, an {@code entry} of Atom (RFC 4287).
 *
 * @param number its position in the feed, from 1
 * @param title its title as text, not yet cleaned; empty where it has none
 * @param link the URL that it links to, absolute; without one, its guid where that is an http or
 *     https URL
 * @param guid RSS's {@code guid}, RDF's {@code about}, Atom's {@code id}
 * @param published its date of publication, else of its last change
 * @param body HTML: of its content and its description the one with more text, not blank; null
 *     without both
 * @param bodyIsContent whether the body is its content ({@code content:encoded}, Atom's {@code
 *     content}); a description ({@code summary}) may be a summary only
 * @param bodyBase the base URL of relative URLs in the body, where {@code xml:base} names it; null
 *     where it is the entry's own link
 * @param author the names of its authors ({@code dc:creator}, {@code author}), joined by {@code 、}
 * @param audio the URLs of its sounds, absolute: enclosures, links, media of MRSS
 */
public record FeedEntry(
    int number,
    String title,
    @Nullable String link,
    @Nullable String guid,
    @Nullable Instant published,
    @Nullable String body,
    boolean bodyIsContent,
    @Nullable String bodyBase,
    @Nullable String author,
    List<String> audio) {
  /** Its name in messages: {@code entry 3 (title)}. */
  public String name() {
    return "entry " + number + label();
  }

  /** Its name wherever it stands in the feed: {@code entry (title)}. */
  public String lastingName() {
    return "entry" + label();
  }

  private String label() {
    return title.isBlank() ? "" : " (" + title.strip() + ")";
  }
}
