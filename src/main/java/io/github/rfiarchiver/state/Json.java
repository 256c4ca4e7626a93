package io.github.rfiarchiver.state;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.JsonDepth;
import io.github.rfiarchiver.article.PublishedDate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the JSON of state files. A value of an unexpected type is an error, since a
 * value that is ignored would be lost at the next write. The subject of each exception is the name
 * of the value.
 */
public final class Json {
  /** State files nest three deep. */
  private static final int MAX_DEPTH = 16;

  private static final String WHOLE = "JSON";

  private Json() {}

  static JsonArray array(String text) throws MalformedException {
    return typed(WHOLE, parse(text), JsonArray.class);
  }

  public static JsonObject object(String text) throws MalformedException {
    return object(parse(text));
  }

  static JsonObject object(@Nullable Object value) throws MalformedException {
    return typed(WHOLE, value, JsonObject.class);
  }

  /** A string; null where it is absent. */
  static @Nullable String text(JsonObject object, String name) throws MalformedException {
    return value(object, name, String.class);
  }

  /** A string; empty where it is absent. */
  static String textOrEmpty(JsonObject object, String name) throws MalformedException {
    String text = text(object, name);
    return text == null ? "" : text;
  }

  /** An integer, at least 0; 0 where it is absent. */
  static int count(JsonObject object, String name) throws MalformedException {
    Integer count = value(object, name, Integer.class);
    if (count != null && count < 0) {
      throw new MalformedException(name, "is below zero");
    }
    return count == null ? 0 : count;
  }

  /**
   * A time in ISO 8601, in {@linkplain PublishedDate#isPossible the years of articles}; null where
   * it is absent.
   */
  static @Nullable Instant moment(JsonObject object, String name) throws MalformedException {
    String text = text(object, name);
    return text == null ? null : moment(name, text);
  }

  /** A day in ISO 8601, in the years of articles; null where it is absent. */
  static @Nullable LocalDate day(JsonObject object, String name) throws MalformedException {
    String text = text(object, name);
    return text == null ? null : day(name, text);
  }

  /** Days in ISO 8601, in the years of articles; none where the list is absent. */
  static List<LocalDate> days(JsonObject object, String name) throws MalformedException {
    List<LocalDate> days = new ArrayList<>();
    for (String text : texts(object, name)) {
      days.add(day(name, text));
    }
    return days;
  }

  private static LocalDate day(String name, String text) throws MalformedException {
    return PublishedDate.day(moment(name, text + "T00:00:00Z"));
  }

  private static Instant moment(String name, String text) throws MalformedException {
    try {
      Instant moment = Instant.parse(text);
      if (PublishedDate.isPossible(moment)) {
        return moment;
      }
      throw new MalformedException(name, "is out of range");
    } catch (DateTimeException e) {
      throw new MalformedException(name, "is not a time or a day", e);
    }
  }

  /** A list of strings; an absent one is empty. */
  static List<String> texts(JsonObject object, String name) throws MalformedException {
    JsonArray array = value(object, name, JsonArray.class);
    List<String> texts = new ArrayList<>();
    for (Object text : array == null ? new JsonArray() : array) {
      texts.add(typed(name, text, String.class));
    }
    return texts;
  }

  /** Adds a value as a string, times in ISO 8601, unless it is null. */
  static void put(JsonObject object, String name, @Nullable Object value) {
    if (value != null) {
      object.put(name, value.toString());
    }
  }

  /** Adds values as an array of strings. */
  static void put(JsonObject object, String name, Collection<?> values) {
    object.put(name, new JsonArray(values.stream().map(Object::toString).toList()));
  }

  private static <T> @Nullable T value(JsonObject object, String name, Class<T> type)
      throws MalformedException {
    Object value = object.get(name);
    return value == null ? null : typed(name, value, type);
  }

  private static <T> T typed(String name, @Nullable Object value, Class<T> type)
      throws MalformedException {
    if (!type.isInstance(value)) {
      throw new MalformedException(name, "is not a " + type.getSimpleName());
    }
    return type.cast(value);
  }

  private static @Nullable Object parse(String text) throws MalformedException {
    if (JsonDepth.exceeds(text, MAX_DEPTH)) {
      throw new MalformedException(WHOLE, "is nested more than " + MAX_DEPTH + " deep");
    }
    try {
      return JsonParser.any().from(text);
    } catch (JsonParserException e) {
      throw new MalformedException(WHOLE, "is malformed", e);
    }
  }
}
