package io.github.rfiarchiver.state;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import io.github.rfiarchiver.article.JsonDepth;
import io.github.rfiarchiver.article.PublishedDate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of state files. A value of another type than the program writes is an error, since
 * a value that is silently dropped would be lost at the next write.
 */
public final class Json {
  /** State files nest three deep. */
  private static final int MAX_DEPTH = 16;

  private Json() {}

  static JsonArray array(String text) throws MalformedStateException {
    return typed(parse(text), JsonArray.class);
  }

  public static JsonObject object(String text) throws MalformedStateException {
    return object(parse(text));
  }

  public static JsonObject object(@Nullable Object value) throws MalformedStateException {
    return typed(value, JsonObject.class);
  }

  static Optional<String> text(JsonObject object, String name) throws MalformedStateException {
    return value(object, name, String.class);
  }

  /** A count: an integer from 0 on; empty where it is absent. */
  static OptionalInt count(JsonObject object, String name) throws MalformedStateException {
    Optional<Integer> count = value(object, name, Integer.class);
    if (count.orElse(0) < 0) {
      throw new MalformedStateException(name + " is below zero");
    }
    return count.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /** A moment in ISO 8601, within {@link PublishedDate#isPossible the years of articles}. */
  static Optional<Instant> moment(JsonObject object, String name) throws MalformedStateException {
    Optional<String> text = text(object, name);
    try {
      Optional<Instant> moment = text.map(Instant::parse);
      if (moment.isPresent() && !PublishedDate.isPossible(moment.get())) {
        throw new MalformedStateException(name + " is out of range");
      }
      return moment;
    } catch (DateTimeException e) {
      throw new MalformedStateException(e);
    }
  }

  /** Days in ISO 8601; empty where the list is absent. */
  static Optional<List<LocalDate>> days(JsonObject object, String name)
      throws MalformedStateException {
    Optional<JsonArray> array = value(object, name, JsonArray.class);
    if (array.isEmpty()) {
      return Optional.empty();
    }
    List<LocalDate> days = new ArrayList<>();
    for (Object day : array.get()) {
      try {
        days.add(LocalDate.parse(typed(day, String.class)));
      } catch (DateTimeException e) {
        throw new MalformedStateException(e);
      }
      if (!PublishedDate.isPossible(
          days.get(days.size() - 1).atStartOfDay().toInstant(ZoneOffset.UTC))) {
        throw new MalformedStateException(name + " is out of range");
      }
    }
    return Optional.of(days);
  }

  /** A list of texts; an absent one is empty. */
  static List<String> texts(JsonObject object, String name) throws MalformedStateException {
    List<String> texts = new ArrayList<>();
    for (Object text : value(object, name, JsonArray.class).orElseGet(JsonArray::new)) {
      texts.add(typed(text, String.class));
    }
    return texts;
  }

  /** Puts a value where there is one; moments become ISO 8601. */
  static void put(JsonObject object, String name, Optional<?> value) {
    value.ifPresent(v -> object.put(name, v.toString()));
  }

  /** Puts values as an array of texts. */
  static void put(JsonObject object, String name, Collection<?> values) {
    object.put(name, new JsonArray(values.stream().map(Object::toString).toList()));
  }

  private static <T> Optional<T> value(JsonObject object, String name, Class<T> type)
      throws MalformedStateException {
    Object value = object.get(name);
    return value == null ? Optional.empty() : Optional.of(typed(value, type));
  }

  private static <T> T typed(@Nullable Object value, Class<T> type) throws MalformedStateException {
    if (!type.isInstance(value)) {
      throw new MalformedStateException("a " + type.getSimpleName() + " is missing");
    }
    return type.cast(value);
  }

  private static @Nullable Object parse(String text) throws MalformedStateException {
    if (JsonDepth.exceeds(text, MAX_DEPTH)) {
      throw new MalformedStateException("is nested more than " + MAX_DEPTH + " deep");
    }
    try {
      return JsonParser.any().from(text);
    } catch (JsonParserException e) {
      throw new MalformedStateException(e);
    }
  }
}
