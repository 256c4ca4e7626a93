package io.github.rfiarchiver.article;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeedsTest {
  private static final Element MARKUP =
      Jsoup.parseBodyFragment(
              "<div id=Main class='A b'><p data-X=1 v-on:open=y>词<a href='/x'>链</a></p><svg><path/></svg></div>",
              "https://www.rfi.fr/")
          .body();

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
        "[href]",
        "a[HREF^=/X]",
        "a[href$='x']",
        "a[href!=y]",
        "p[title!=y]",
        "a[href~=.x]",
        "p:has(+ svg)",
        "svg:has(path), x",
        "div:is(p, .a):has(> p, > x)",
        "p:not(:contains([b]))",
        "p:matchesWholeText((?U)^词.$)",
        "a:first-child",
        "p:nth-child(2n+1) > a"
      })
  void needs_never_rule_out_what_a_selector_finds(String selector) {
    assertTrue(!MARKUP.selectNodes(selector).isEmpty(), selector + " finds nothing here");
    assertTrue(Needs.of(selector).mayBeMetBy(Traits.of(MARKUP)), selector);
  }

  /** For these no tree is gone through. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "span",
        ".c",
        "#main",
        "[data-y]",
        "[^aria-]",
        "div > span",
        "p em, .c",
        "a[href*=/y]",
        "div:has(+ div:has(> a[href*=facebook.com]))",
        ":is(a[href*=x.com], .c):matchesWholeText(词)",
        "hr + div:matchesOwnText(词)"
      })
  void needs_rule_out_what_names_anything_that_does_not_occur(String selector) {
    assertFalse(Needs.of(selector).mayBeMetBy(Traits.of(MARKUP)), selector);
  }
}
