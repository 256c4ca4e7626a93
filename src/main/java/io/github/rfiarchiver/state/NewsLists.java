package io.github.rfiarchiver.state;

import com.grack.nanojson.JsonObject;
import io.github.rfiarchiver.MalformedException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The news lists of a site, as its robots.txt names them.
 *
 * @param site the URL of the robots.txt
 * @param read when it was read
 * @param editions the editions of the lists
 * @param robots the text of the robots.txt
 * @param names the {@linkplain io.github.rfiarchiver.feed.FeedSource.NewsList names} of those found
 */
public record NewsLists(
    String site, Instant read, Set<String> editions, String robots, List<String> names) {
  /** Whether robots.txt need not be read again. */
  public boolean isEnough(String robotsUrl, Set<String> wanted, Instant now) {
    return site.equals(robotsUrl) && editions.equals(wanted) && FeedState.isRecent(read, now);
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.put("site", site);
    json.put("read", read.toString());
    Json.put(json, "editions", editions);
    json.put("robots", robots);
    Json.put(json, "names", names);
    return json;
  }

  static NewsLists parse(JsonObject json) throws MalformedException {
    return new NewsLists(
        Json.textOrEmpty(json, "site"),
        Objects.requireNonNullElse(Json.moment(json, "read"), Instant.EPOCH),
        Set.copyOf(Json.texts(json, "editions")),
        Json.textOrEmpty(json, "robots"),
        Json.texts(json, "names"));
  }
}
