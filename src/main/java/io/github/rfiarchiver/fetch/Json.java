package io.github.rfiarchiver.fetch;

import com.grack.nanojson.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Optional values in the objects of the state files. */
final class Json {
  private Json() {}

  static Optional<String> text(JsonObject object, String name) {
    return Optional.ofNullable(object.getString(name));
  }

  /** A moment in ISO 8601; one that cannot be read counts as none. */
  static Optional<Instant> moment(JsonObject object, String name) {
    try {
      return text(object, name).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty(); // only a hand can have written it; the next run writes it anew
    }
  }

  /** Puts a value where there is one; moments become ISO 8601. */
  static void put(JsonObject object, String name, Optional<?> value) {
    value.ifPresent(v -> object.put(name, v.toString()));
  }
}
