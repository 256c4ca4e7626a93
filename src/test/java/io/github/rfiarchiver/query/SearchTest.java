package io.github.rfiarchiver.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.SavedText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {
  @TempDir private Path folder;
  private TestArchive files;

  @BeforeEach
  void open() {
    files = new TestArchive(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p>说到孟晚舟时</p>",
        "<p>孟<strong>晚舟</strong></p>",
        "<p>孟<a href=\"http://a.cn/?a>b\" title='>'>晚</a><em>舟</em></p>",
        "<p>孟&#26202;舟</p>",
        "<p>&#x5b5f;晚舟</p>",
        "<p>孟\u0001晚舟</p>",
        "<table><tr><td>孟晚舟</td></tr></table>",
        "<h2>孟晚舟</h2>",
        "<blockquote><p>孟晚舟</p></blockquote>",
        "<ul><li>一</li><li>孟晚舟</li></ul>",
        "<ol><li>一<ul><li>孟晚舟</li></ul></li></ol>",
        "<dl><dt>名</dt><dd>孟晚舟</dd></dl>",
        "<pre>一&#10;孟晚舟</pre>",
        "<figure><img src=\"http://a.cn/1\"><figcaption>孟晚舟</figcaption></figure>",
        "<p>孟< 3>晚舟</p><p>孟晚<b x=\"'\" y='<'>舟</b></p>",
        "<p>孟<!-- > -->晚舟</p>",
        "<p>孟</ '>晚舟' ></p>",
      })
  void finds_words_across_inline_markup_and_references(String body) throws Exception {
    ArticleFileName name = files.add("2023-10-28T00:00:00Z", "", "a", body);
    assertEquals(List.of(name), found(SearchPattern.literal("孟晚舟", false)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p>孟</p><p>晚舟</p>",
        "<p>孟<br>晚舟</p>",
        "<p>孟 晚舟</p>",
        "<p><img src=\"http://a.cn/1\" alt=\"孟晚舟\"></p>",
        "<p>孟&amp;晚舟</p>",
      })
  void finds_nothing_across_paragraphs_nor_in_attributes(String body) throws Exception {
    files.add("2023-10-28T00:00:00Z", "", "a", body);
    assertEquals(List.of(), found(SearchPattern.literal("孟晚舟", false)));
  }

  @Test
  void finds_a_phrase_in_preformatted_text_whatever_its_whitespace() throws Exception {
    ArticleFileName name =
        files.add("2023-10-28T00:00:00Z", "", "a", "<pre>  票价    五元&#9;六元　七元</pre>");
    assertEquals(List.of(name), found(SearchPattern.literal("票价 五元 六元  七元", false)));
  }

  @Test
  void marks_the_match_in_its_passage() throws Exception {
    files.add(
        "2023-10-28T00:00:00Z", "", "码头", "<p>" + "前".repeat(50) + "码头" + "后".repeat(5) + "</p>");
    Search.Result match = search(SearchPattern.literal("码头", false)).get(0);
    assertEquals(
        List.of(
            new Search.Passage(true, "", "码头", "题"),
            new Search.Passage(false, "…" + "前".repeat(30), "码头", "后".repeat(5))),
        match.passages());
  }

  @Test
  void searches_literal_words_and_regular_expressions() throws Exception {
    ArticleFileName dot =
        files.add("2023-10-28T00:00:00Z", "", "a", "<p>3.5% (约) &amp; &lt;b&gt;</p>");
    ArticleFileName digit = files.add("2023-10-29T00:00:00Z", "", "b", "<p>345% 约</p>");
    assertEquals(List.of(dot), found(SearchPattern.literal("3.5% (约) & <b>", false)));
    assertEquals(List.of(dot, digit), found(SearchPattern.regex("3.5%", false)));
    assertEquals(List.of(digit), found(SearchPattern.regex("约$", false)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"&", "<", "\"", "'"})
  void finds_a_sign_that_markup_escapes(String sign) throws Exception {
    ArticleFileName name =
        files.add("2023-10-28T00:00:00Z", "", "a", "<p>&amp; &lt; &quot; &#39;</p>");
    files.add("2023-10-29T00:00:00Z", "", "b", "<p>约</p>");
    assertEquals(List.of(name), found(SearchPattern.literal(sign, false)));
  }

  @Test
  void ignores_case_on_request() throws Exception {
    ArticleFileName name = files.add("2023-10-28T00:00:00Z", "", "a", "<p>Opec 与 École</p>");
    assertEquals(List.of(), found(SearchPattern.literal("OPEC", false)));
    assertEquals(List.of(name), found(SearchPattern.literal("OPEC", true)));
    assertEquals(List.of(name), found(SearchPattern.literal("opec 与 éCOLE", true)));
    assertEquals(List.of(name), found(SearchPattern.regex("o.EC", true)));
  }

  @Test
  void reports_damaged_files() throws Exception {
    ArticleFileName broken = files.add("2023-10-27T00:00:00Z", "", "a", "<p>港</p>");
    ArticleFileName one = files.add("2023-10-28T00:00:00Z", "", "b", "<p>港</p>");
    files.add("2023-10-29T00:00:00Z", "", "c", "<p>岸</p>");
    Files.writeString(files.archive().path(broken), "cut");
    SearchPattern pattern = SearchPattern.literal("港", false);
    assertEquals(List.of(broken, one), found(pattern));
    assertTrue(search(pattern).get(0).text() instanceof SavedText.Damaged);
  }

  @Test
  void excludes_a_file_without_the_words_by_its_bytes() throws Exception {
    SearchPattern pattern = SearchPattern.literal("孟晚舟", false);
    String without = "<p>孟<b>晚</b>州 &#039; &nbsp; &eacute; 舟</p><a href=\"?a&b\">孟</a>";
    assertFalse(pattern.mayBeIn(without.getBytes(StandardCharsets.UTF_8)));
    assertTrue(pattern.mayBeIn("<p>孟<b>晚</b>舟</p>".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void shows_the_place_of_an_error_in_a_regular_expression() {
    MalformedException e =
        assertThrows(MalformedException.class, () -> SearchPattern.regex("港口(工", false));
    assertTrue(String.valueOf(e.getMessage()).endsWith("\n  港口(工\n         ^"), e.getMessage());
    e = assertThrows(MalformedException.class, () -> SearchPattern.regex("港\n口(工", false));
    assertTrue(String.valueOf(e.getMessage()).endsWith(": Unclosed group"), e.getMessage());
    assertThrows(MalformedException.class, () -> SearchPattern.literal(" ", false));
  }

  @ParameterizedTest
  @CsvSource({
    "(a)\\1,\\1",
    "(?<n>a)\\k<n>,\\k",
    "a(?=b),(?=",
    "a(?!b),(?!",
    "(?<=a)b,(?<=",
    "(?<!a)b,(?<!",
    "(?>a),(?>",
    "a++,++",
    "(?U)a,(?U",
    "[a-z&&[^b]],[a-z&&",
    "[a[b]],[a[",
    "((a{1000}){1000}){1000},more than 100000 repetitions",
    "'(?:[)]\\)\\Q)\\E(b{9}a{1,999}){101})|c{9}',more than 100000 repetitions",
    "a{1000}b{99999},more than 100000 repetitions"
  })
  void names_what_takes_more_than_linear_time_or_is_read_differently(String regex, String part) {
    MalformedException e =
        assertThrows(MalformedException.class, () -> SearchPattern.regex(regex, false));
    assertTrue(e.reason().startsWith("is not supported, since search"), e.getMessage());
    assertTrue(e.reason().contains(": " + part), e.reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "中.{0,600}美.{0,600}俄",
        "中(?:[^。]){0,300}美(?:[^。]){0,300}俄",
        "(中.{0,600})(?:.{0,9}美.{0,600}){2}俄",
        "\\x{20000}?中.{0,99}\\x{20000}?美.*俄",
        "\\x{4E2D}.{0,9}[){9}]*美.{1,9}(?:\\Q)\\E|\\)|俄)"
      })
  void repetitions_count_together_only_one_within_another(String regex) throws Exception {
    assertTrue(SearchPattern.regex(regex, false).isIn("中国和美国和美国和俄国"));
  }

  @ParameterizedTest
  @CsvSource({
    "\\p{IsHan}{2}工,港口工人",
    "\\u6e2f[\\u53e3口],港口工人",
    "[]港]口,港口工人",
    "\\Q(?=\\E,a(?=b",
    "[(?=]b,a(?=b",
    "(?i)OPEC,opec",
    "(?<n>核)(电|能),核能",
    "[\\x{20000}-\\x{20010}],𠀀",
  })
  void reads_java_s_syntax(String regex, String text) throws Exception {
    assertTrue(SearchPattern.regex(regex, false).isIn(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a*)*b", "(a|aa)+$x", "(.*a){20}$b", "(a+)+$b"})
  void searches_with_a_catastrophic_expression_in_linear_time(String regex) throws Exception {
    files.add("2023-10-28T00:00:00Z", "", "a", "<p>" + "a".repeat(20_000) + "c</p>");
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> assertEquals(List.of(), found(SearchPattern.regex(regex, false))));
  }

  @Test
  void finds_a_hundred_thousand_matches_in_one_paragraph_in_linear_time() throws Exception {
    String paragraph = ("港" + "x".repeat(40)).repeat(100_000);
    files.add("2023-10-28T00:00:00Z", "", "a", "<p>" + paragraph + "</p>");
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            assertEquals(
                100_000, search(SearchPattern.literal("港", false)).get(0).passages().size()));
  }

  @Test
  void rejects_an_expression_that_is_nested_too_deeply() {
    String deep = "(".repeat(50_000) + "a" + ")".repeat(50_000);
    assertThrows(MalformedException.class, () -> SearchPattern.regex(deep, false));
  }

  private List<ArticleFileName> found(SearchPattern pattern) throws Exception {
    return search(pattern).stream().map(result -> result.text().name()).toList();
  }

  private List<Search.Result> search(SearchPattern pattern) throws Exception {
    return Search.results(
            files.archive(), pattern, ArticleFilter.ALL.names(files.archive()), ArticleFilter.ALL)
        .toList();
  }
}
