package io.github.rfiarchiver.article.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DisplayWidthTest {
  @Test
  void counts_two_columns_for_wide_and_none_for_combining_characters() {
    assertEquals(6, DisplayWidth.of("港口a1"));
    assertEquals(1, DisplayWidth.of("e\u0301"));
    assertEquals(0, DisplayWidth.of("\u200b\u0007"));
    assertEquals(2, DisplayWidth.of("𠮷"));
    assertEquals(2, DisplayWidth.of("，"));
    assertEquals(1, DisplayWidth.of("“"));
    assertEquals(2, DisplayWidth.of("🚢"));
  }

  @Test
  void cuts_and_pads_by_columns() {
    assertEquals("港", DisplayWidth.cut("港口", 3));
    assertEquals("港口", DisplayWidth.cut("港口", 9));
    assertEquals("港e\u0301", DisplayWidth.cut("港e\u0301x", 3));
    assertEquals("港  ", DisplayWidth.padded("港", 4));
    assertEquals("港口", DisplayWidth.padded("港口", 3));
  }

  @Test
  void wraps_between_characters_but_not_before_closing_punctuation() {
    assertEquals(List.of("港口工", "人。说"), Wrapping.wrapped("港口工人。说", 7));
    assertEquals(List.of("港口", "工", "人，", "说"), Wrapping.wrapped("港口工人，说", 4));
    assertEquals(List.of("港", "（工", "人）"), Wrapping.wrapped("港（工人）", 4));
    assertEquals(List.of("in", "Goma", "城"), Wrapping.wrapped("in Goma 城", 5));
    assertEquals(List.of("https://a.example/b", "城"), Wrapping.wrapped("https://a.example/b城", 5));
    assertEquals(List.of("口港\u0301", "ab"), Wrapping.wrapped("口港\u0301ab", 4));
    assertEquals(List.of("港\u0301"), Wrapping.wrapped("港\u0301", 1));
    assertEquals(List.of(""), Wrapping.wrapped("", 5));
  }
}
