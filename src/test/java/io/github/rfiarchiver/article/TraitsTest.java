package io.github.rfiarchiver.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraitsTest {
  private static final Element MARKUP =
      Jsoup.parseBodyFragment(
              "<div id=Main class='A b'><p data-X=1 v-on:open=y>词<a href='/x'>链</a></p><svg><path/></svg></div>",
              "https://www.rfi.fr/")
          .body();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "div > p|div",
        ".m-Bar a|.m-bar",
        "#Main|#Main",
        "[Data-X=1]|[data-x",
        "[^data-]:not(:has(p))|[^data-",
        "[v-on:open]|[v-on:open",
        "a[href*=x, y], b|a,b",
        ":is(a, .b):has(> c)|a,.b",
        ":not(a)|''",
        "::text:contains(x)|''",
        "*|''",
        "ns|''",
        "[abs:href^=https]|''",
        ".a\\:b|''"
      })
  void a_selector_needs_what_its_alternatives_begin_with(String selector, String needs) {
    if (!selector.equals("ns")) {
      assertEquals(List.of(needs.split(",", -1)), Traits.needs(selector));
    } else {
      assertEquals(List.of(""), Traits.needs("ns|a"));
    }
  }

  /** Whatever a selector finds, its needs must not rule out. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "div",
        "DIV",
        ".a",
        ".B.a",
        "#Main",
        "[data-x]",
        "[DATA-X=1]",
        "[^data-]",
        "[v-on:open]",
        "p > a",
        "[abs:href^=https]",
        ":is(x, a)",
        ":is(.a, x) p",
        "*",
        "::text",
        "p ::text",
        "svg path",
        "body > div",
        "x, y, p",
        "p:has(a), x",
        ":has(> a)",
        "div:not(.c)",
        "a[href=/x]",
        "[href]"
      })
  void needs_never_rule_out_what_a_selector_finds(String selector) {
    assertTrue(!MARKUP.selectNodes(selector).isEmpty(), selector + " finds nothing here");
    assertTrue(Traits.of(MARKUP).mayHold(Traits.needs(selector)), selector);
  }
}
