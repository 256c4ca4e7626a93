package io.github.rfiarchiver.article.clean;

import com.grack.nanojson.JsonObject;
import java.util.Optional;

/** Reads addresses out of the JSON that the site's pages carry for their scripts. */
final class PlayerData {
  private PlayerData() {}

  /** The address of an audio player's sound file: that of its first source. */
  static Optional<String> sound(String json) {
    return object(json)
        .map(player -> player.getArray("sources"))
        .flatMap(
            sources ->
                sources.stream()
                    .filter(JsonObject.class::isInstance)
                    .map(JsonObject.class::cast)
                    .findFirst())
        .map(source -> source.getString("url"))
        .filter(address -> !address.isBlank());
  }

  /** The address of a lazy picture, from the two halves in its {@code data-image-dataset}. */
  static Optional<String> picture(String json) {
    return object(json)
        .filter(picture -> picture.has("url") && picture.has("filename"))
        .map(picture -> picture.getString("url", "") + picture.getString("filename", ""));
  }

  private static Optional<JsonObject> object(String json) {
    return BoundedJson.parse(json).filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
  }
}
