package io.github.rfiarchiver.article.clean;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import io.github.rfiarchiver.article.JsonDepth;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The JSON in the site's pages. It is often broken: of invalid JSON only a sound is found. */
final class EmbeddedJson {
  /** Real pages nest less than ten deep. */
  private static final int MAX_DEPTH = 100;

  private EmbeddedJson() {}

  /** The URL of a sound: in JSON that may be broken, or alone. */
  private static final Pattern SOUND =
      Pattern.compile(
          "(?:^|\")((?:https?:)?\\\\?/[^\"\\s]+\\.(?:mp3|m4a|aac|og[ga]|opus|wav)(?:\\?[^\"\\s]*)?)(?:\"|$)");

  /** The URL of the first source of a player, else of the first sound in its JSON. */
  static Optional<String> source(String json) {
    return objects(json).stream()
        .flatMap(player -> objects(player.get("sources")))
        .limit(1)
        .map(source -> source.getString("url", source.getString("src", "")))
        .filter(url -> !url.isBlank())
        .findFirst()
        .or(
            () ->
                SOUND.matcher(json).results().findFirst().map(m -> m.group(1).replace("\\/", "/")));
  }

  /** The URL of a lazy picture, from the two parts in its {@code data-image-dataset}. */
  static Optional<String> picture(String json) {
    return objects(json).stream()
        .filter(picture -> picture.has("url") && picture.has("filename"))
        .map(picture -> picture.getString("url", "") + picture.getString("filename", ""))
        .findFirst();
  }

  /** The top-level object, or the objects of the top-level array or {@code @graph}. */
  static List<JsonObject> objects(String json) {
    if (json.isBlank() || JsonDepth.exceeds(json, MAX_DEPTH)) {
      return List.of();
    }
    try {
      Object parsed = JsonParser.any().from(json);
      Object graph = parsed instanceof JsonObject object ? object.get("@graph") : null;
      return objects(graph == null ? parsed : graph).toList();
    } catch (JsonParserException e) {
      return List.of();
    }
  }

  private static Stream<JsonObject> objects(@Nullable Object value) {
    return (value instanceof JsonArray array ? array.stream() : Stream.ofNullable(value))
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast);
  }
}
