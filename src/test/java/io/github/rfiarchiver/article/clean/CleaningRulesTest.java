package io.github.rfiarchiver.article.clean;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleaningRulesTest {
  private static final List<GoldenPair> PAIRS = GoldenPair.ofTheCleaner();

  static List<String> builtInRules() throws IOException {
    return builtInTable()
        .lines()
        .filter(line -> !line.isBlank() && !line.matches("#(?: .*)?|define .*"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("builtInRules")
  void some_golden_pair_needs_each_built_in_rule(String rule) throws Exception {
    String without =
        builtInTable().lines().filter(line -> !line.equals(rule)).collect(Collectors.joining("\n"));
    ArticleCleaner cleaner = new ArticleCleaner(CleaningRules.parse("without", without));
    boolean needed = false;
    for (GoldenPair pair : PAIRS) {
      needed |= !pair.expected().equals(cleaner.clean(pair.html(), GoldenPair.BASE));
    }
    assertTrue(needed);
  }

  @Test
  void reports_the_line_with_the_error() {
    MalformedException e =
        assertThrows(
            MalformedException.class,
            () -> CleaningRules.parse("own.rules", "# mine\n\np | paragraphs\ndiv[ | boxes\n"));
    assertTrue(e.reason().startsWith("line 4: "), e.reason());
    assertEquals("own.rules", e.subject());
    assertTrue(String.valueOf(e.getMessage()).startsWith("own.rules: line 4: "), e.getMessage());
  }

  @Test
  void a_name_stands_for_its_text_in_the_lines_below() throws Exception {
    String table =
        """
        define {word} [广廣]告 | in either script
        define {label} :matchesOwn(^{word}$) | a name within a name
        p{label} | an ad's label
        """;
    ArticleCleaner cleaner = new ArticleCleaner(CleaningRules.parse("own.rules", table));
    String html = "<p>广告</p><p>廣告</p><p>广告法</p><div>广告</div>";
    assertEquals("<p>广告法</p><div>广告</div>", cleaner.clean(html, GoldenPair.BASE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p{label} | not defined",
        "p:matchesOwn({label}) | not defined",
        "p{label} | below\ndefine {label} .a | not yet",
        "define {label} | no text",
        "define {label} .a"
      })
  void refuses_names_that_are_not_defined_above(String table) {
    MalformedException e =
        assertThrows(MalformedException.class, () -> CleaningRules.parse("own.rules", table));
    assertTrue(e.reason().startsWith("line 1: "), e.reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p",
        "p |",
        "p | ",
        "p|no blanks",
        "| no selector",
        "p:matches([) | bad",
        "/(/ p | bad",
        "/广告/ | no selector"
      })
  void requires_a_selector_and_a_reason(String line) {
    MalformedException e =
        assertThrows(MalformedException.class, () -> CleaningRules.parse("own.rules", line));
    assertTrue(e.reason().startsWith("line 1: "), e.reason());
  }

  @Test
  void a_custom_table_replaces_the_built_in_one() throws Exception {
    ArticleCleaner own = new ArticleCleaner(CleaningRules.parse("own.rules", "em | emphasis"));
    assertEquals(
        "<p>大</p><div>直播</div>",
        own.clean("<p>大<em>桥</em></p><div class=\"o-live-bar\">直播</div>", GoldenPair.BASE));
  }

  @Test
  void an_empty_table_still_sanitizes() throws Exception {
    ArticleCleaner none = new ArticleCleaner(CleaningRules.parse("own.rules", ""));
    assertEquals(
        "<p>桥</p>",
        none.clean("<script>x</script><p class=\"a\" onclick=\"b()\">桥</p>", GoldenPair.BASE));
  }

  @Test
  void a_rule_about_text_also_matches_in_an_article_without_elements() throws Exception {
    ArticleCleaner own =
        new ArticleCleaner(CleaningRules.parse("own.rules", "::text:matches(^桥$) | text"));
    assertEquals("", own.clean("桥", GoldenPair.BASE));
  }

  @Test
  void unwrap_removes_the_element_and_keeps_its_text() throws Exception {
    ArticleCleaner own =
        new ArticleCleaner(CleaningRules.parse("own.rules", "unwrap em | no emphasis"));
    assertEquals("<p>大桥</p>", own.clean("<p>大<em>桥</em></p>", GoldenPair.BASE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p>广告 2</p>",
        "<p> \n\u3000广<b>告</b>&nbsp; <i>2 </i></p>",
        "<p>广告<br>2</p>",
      })
  void a_regular_expression_matches_the_whole_text_of_a_label(String label) throws Exception {
    assertEquals("", cleaned("/[广廣]告 \\d/ p | labels", label));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<p>广告 2。</p>", "<p>桥。广告 2</p>", "<div>广告 2</div>", "<p>广告2</p>"})
  void a_regular_expression_leaves_other_texts_and_elements(String other) throws Exception {
    assertEquals(other, cleaned("/[广廣]告 \\d/ p | labels", other));
  }

  @Test
  void a_label_has_at_most_a_hundred_characters() throws Exception {
    String picture = "<p><img src=\"https://www.rfi.fr/a.jpg\"></p>";
    String label = "<p>" + "字".repeat(50) + " <b>" + "字".repeat(49) + "</b></p>";
    String text = "<p>字 <b>" + "字".repeat(99) + "</b></p>";
    assertEquals(picture + text, cleaned("/.+/ p | labels", picture + label + text));
    assertEquals(label + text, cleaned("// p:has(img) | labels", picture + label + text));
  }

  @Test
  void a_rule_about_labels_matches_what_an_earlier_rule_made_one() throws Exception {
    CleaningRules rules = CleaningRules.parse("own.rules", "i | asides\n/字/ p | labels");
    Element body = Jsoup.parseBodyFragment("<p>字<i>" + "字".repeat(100) + "</i></p>").body();
    assertTrue(rules.apply(body));
    assertEquals("", body.html());
    assertFalse(rules.apply(body));
  }

  @Test
  void a_flag_is_an_attribute_for_the_rules_below_and_removes_nothing() throws Exception {
    CleaningRules rules =
        CleaningRules.parse("own.rules", "/分享/ flag label p | a flag\n[label] + ul | links");
    Element body = Jsoup.parseBodyFragment("<p>分享</p><ul></ul><p>字</p><ul></ul>").body();
    assertTrue(rules.apply(body));
    assertEquals("<p label=\"\">分享</p><p>字</p><ul></ul>", body.html().replace("\n", ""));
    assertFalse(rules.apply(body));
  }

  @Test
  void a_label_can_be_unwrapped() throws Exception {
    assertEquals("<p>大桥</p>", cleaned("/大/ unwrap em | emphasis", "<p><em>大</em>桥</p>"));
  }

  @Test
  void a_number_sign_without_whitespace_is_a_selector() throws Exception {
    ArticleCleaner own =
        new ArticleCleaner(CleaningRules.parse("own.rules", "\uFEFF# comment\n#\n#x | the box x"));
    assertEquals("<p>桥</p>", own.clean("<p>桥</p><p id=\"x\">箱</p>", GoldenPair.BASE));
  }

  private static String cleaned(String table, String html) throws Exception {
    return new ArticleCleaner(CleaningRules.parse("own.rules", table)).clean(html, GoldenPair.BASE);
  }

  private static String builtInTable() throws IOException {
    try (InputStream table = CleaningRules.class.getResourceAsStream("junk.rules")) {
      return new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
