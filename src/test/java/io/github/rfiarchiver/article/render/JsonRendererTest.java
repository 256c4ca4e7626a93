package io.github.rfiarchiver.article.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import org.junit.jupiter.api.Test;

class JsonRendererTest {
  private static String line(String value) {
    JsonObject object = new JsonObject();
    object.put("a", value);
    return JsonRenderer.line(object);
  }

  @Test
  void leaves_Chinese_punctuation_and_end_tags_as_they_are() {
    assertEquals("{\"a\":\"“甲”…—‘乙’</p>€\"}", line("“甲”…—‘乙’</p>€"));
  }

  @Test
  void escapes_quotes_and_line_ends() {
    assertEquals("{\"a\":\"\\\"\\\\\\n\\r\\t\\u2028\\u2029\"}", line("\"\\\n\r\t\u2028\u2029"));
  }

  @Test
  void escapes_control_characters() {
    assertEquals("{\"a\":\"\\u0000\\b\\f\\u001b\\u0085\"}", line("\0\b\f\u001b\u0085"));
  }

  @Test
  void keeps_a_backslash_before_text_that_looks_like_an_escape() throws Exception {
    String value = "\\u201c \\/ \\b \\\\u201d “";
    assertEquals(value, JsonParser.object().from(line(value)).getString("a"));
  }
}
