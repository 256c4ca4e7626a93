package io.github.rfiarchiver.feed;

import java.time.Instant;
import java.util.Optional;

/**
 * One entry of a feed: an {@code item} of RSS, an {@code entry} of Atom (RFC 4287).
 *
 * @param number its place in the feed, from 1
 * @param title its title as the feed gives it; empty where it has none
 * @param titleIsMarkup whether the title is HTML, as Atom allows
 * @param link the address it links to, absolute; without one, its guid or id where that is an http
 *     or https address
 * @param guid what tells it from the feed's other entries: its guid or id, else its link as the
 *     feed has it; empty where it has neither
 * @param published its date of publication, else that of its last change
 * @param content what {@code content:encoded} or Atom's {@code content} holds: HTML, not blank
 * @param description what {@code description} or {@code summary} holds: HTML; empty where it has
 *     none
 * @param unreadableDate what stands in the place of its date, where that names none
 * @param isTooDeep whether elements in it were left out, since they are nested too deeply
 */
public record Entry(
    int number,
    String title,
    boolean titleIsMarkup,
    Optional<String> link,
    String guid,
    Optional<Instant> published,
    Optional<String> content,
    String description,
    Optional<String> unreadableDate,
    boolean isTooDeep) {

  /** The same entry without title and texts: where it is, and when it was published. */
  public Entry withoutTexts() {
    return new Entry(
        number, "", false, link, guid, published, Optional.empty(), "", unreadableDate, isTooDeep);
  }
}
