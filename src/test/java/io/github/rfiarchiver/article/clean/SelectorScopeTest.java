package io.github.rfiarchiver.article.clean;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorScopeTest {
  private static final Element ARTICLE =
      Jsoup.parseBodyFragment(
              """
              <p id=one>Text</p>
              <div id=two class="Box m-ad__x"><a id=three href=https://example.org/>Link</a></div>
              <ul id=four data-from=a><li id=five class=last><play-media id=six></play-media></ul>
              <p id=seven DATA-To=b><svg:g id=eight></svg:g></p>
              """)
          .body();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p",
        "P",
        " p ",
        "p , li",
        ".box",
        ".BOX.m-ad__x",
        "DIV.Box",
        "#two",
        "p#one",
        "*",
        "*.last",
        "*|p",
        "svg|g",
        "play-media",
        "[href]",
        "[ href ]",
        "[HREF]",
        "[href=https://example.org/]",
        "[href~=example]",
        "[href*='example.org']",
        "[href!=other]",
        "[class!=Box]",
        "[abs:href]",
        "[^data-]",
        "[data-to=B]",
        ":contains(Link)",
        ":matchesWholeText((?s)^\\s*Text.*)",
        ":matchesWholeText(^[^\"(,)]?ink|[)(\"]?Link)",
        "p:nth-child(2n+1)",
        ":not(div, .last)",
        ":not([href~=^[(m]]) > p",
        ":is([href~=^[(h]], p)",
        "div:has([href~=^[(h]] ) + ul",
        ":is(p, .last)",
        ":is(ul > *, p)",
        ":is(:contains(Link), p)",
        ":is(p, li).last",
        ":has(> a)",
        ":has(+ ul)",
        ":has(~ [data-to])",
        ":has(play-media, table)",
        "div:has([href], .none)",
        "ul li > play-media",
        "body > p",
        ".box + ul .last",
        "#two ~ p",
        ".m-ad\\_\\_x",
        "\tp\t",
        "ul\tli",
        "b, p:not(table)",
      })
  void every_element_that_a_selector_matches_is_in_its_scope(String selector) {
    List<Element> matched = ARTICLE.select(selector);
    matched.remove(ARTICLE);
    assertFalse(matched.isEmpty());
    assertTrue(scope(selector).containsAll(ids(matched)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      quoteCharacter = '"',
      textBlock =
          """
          p              : one seven
          ul .last       : five
          a, li          : five three
          [data-to]      : seven
          p[data-to=c]   : seven
          table p        :
          p > .none + li :
          ".box ~ p"     : one seven
          """)
  void other_elements_are_not(String selector, String ids) {
    Set<String> expected = ids == null ? Set.of() : Set.of(ids.split(" "));
    assertEquals(new TreeSet<>(expected), scope(selector));
  }

  @Test
  void what_a_function_asks_for_counts() {
    assertEquals(new TreeSet<>(Set.of("one", "five", "seven")), scope(":is(p, li.last)"));
    assertEquals(new TreeSet<>(), scope(":has(> table, .none)"));
    assertEquals(new TreeSet<>(Set.of("one", "seven")), scope("p:has(+ .box)"));
  }

  @Test
  void a_flag_is_a_name() {
    ElementIndex elements = new ElementIndex(ARTICLE.clone());
    assertTrue(SelectorScope.of("[mine]").candidates(elements).isEmpty());
    Element paragraph = elements.with(Set.of("p")).get(0);
    elements.flag(paragraph, "mine");
    assertTrue(paragraph.hasAttr("mine"));
    assertEquals(List.of(paragraph), SelectorScope.of("[mine]").candidates(elements));
  }

  private static Set<String> scope(String selector) {
    return ids(SelectorScope.of(selector).candidates(new ElementIndex(ARTICLE)));
  }

  private static Set<String> ids(List<Element> elements) {
    return elements.stream().map(Element::id).collect(Collectors.toCollection(TreeSet::new));
  }
}
