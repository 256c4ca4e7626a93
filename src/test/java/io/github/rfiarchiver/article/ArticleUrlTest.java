package io.github.rfiarchiver.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.clean.GoldenPair;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleUrlTest {
  private static final String SEED_000 =
      "https://www.rfi.fr/cn/%E5%9B%BD%E9%99%85/20231028-%E5%8D%8E%E7%9B%9B%E9%A1%BF%E5%92%8C%E5%8C%97"
          + "%E4%BA%AC%E8%A1%A8%E7%A4%BA%E6%AD%A3%E5%9C%A8%E4%B8%BA-11-%E6%9C%88%E7%9A%84%E6%8B%9C"
          + "%E4%B9%A0%E4%BC%9A%E6%99%A4%E5%8A%AA%E5%8A%9B";

  @Test
  void the_key_of_the_first_seed_is_b81ed83301() {
    assertEquals("b81ed83301", of(SEED_000).key());
    assertEquals(
        "b81ed83301", of(SEED_000.replace("https://www.rfi.fr/", "http://www.rfi.fr//")).key());
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      textBlock =
          """
          http://www.rfi.fr//cn/a,                        https://www.rfi.fr/cn/a
          https://www.rfi.fr/cn/a,                        https://www.rfi.fr/cn/a
          HTTPS://WWW.RFI.FR/cn/A,                        https://www.rfi.fr/cn/A
          http://www.rfi.fr:80/cn/a,                      https://www.rfi.fr/cn/a
          https://www.rfi.fr:443/cn/a,                    https://www.rfi.fr/cn/a
          https://www.rfi.fr:8443/cn/a,                   https://www.rfi.fr:8443/cn/a
          https://www.rfi.fr/cn///a//b/,                  https://www.rfi.fr/cn/a/b
          https://www.rfi.fr/,                            https://www.rfi.fr
          https://www.rfi.fr,                             https://www.rfi.fr
          https://www.rfi.fr/cn/%61%2d%7E%5f,             https://www.rfi.fr/cn/a-~_
          https://www.rfi.fr/cn/%e6%a1%a5,                https://www.rfi.fr/cn/%E6%A1%A5
          https://www.rfi.fr/cn/桥,                       https://www.rfi.fr/cn/%E6%A1%A5
          https://www.rfi.fr/cn/a%2fb,                    https://www.rfi.fr/cn/a%2Fb
          https://www.rfi.fr/cn/a+b;c=d@e,                https://www.rfi.fr/cn/a+b;c=d@e
          https://www.rfi.fr/cn/a b,                      https://www.rfi.fr/cn/a%20b
          https://www.rfi.fr/cn/100%,                     https://www.rfi.fr/cn/100%25
          https://www.rfi.fr/cn/5%zz,                     https://www.rfi.fr/cn/5%25zz
          https://www.rfi.fr/cn/a?b=2&a=1,                https://www.rfi.fr/cn/a?b=2&a=1
          https://www.rfi.fr/cn/a?,                       https://www.rfi.fr/cn/a
          https://www.rfi.fr/cn/a#top,                    https://www.rfi.fr/cn/a
          https://www.rfi.fr/cn/a/?utm_source=x&at_medium=y&xtor=z&ref=w, https://www.rfi.fr/cn/a
          https://www.rfi.fr/cn/a?utm_source=x&page=2&xtor=z,             https://www.rfi.fr/cn/a?page=2
          https://www.rfi.fr/cn/a?reference=1&data_x=2,                   https://www.rfi.fr/cn/a?reference=1&data_x=2
          http://[2001:DB8::1]:8080/a,                    https://[2001:db8::1]:8080/a
          """)
  void has_one_canonical_form(String written, String canonical) {
    assertEquals(canonical, of(written).canonical());
    assertEquals(of(canonical), of(written));
    assertEquals(of(canonical).key(), of(written).key());
    assertEquals(canonical, of(canonical).canonical(), "canonical twice");
  }

  @Test
  void urls_of_two_articles_differ() {
    assertNotEquals(of("https://www.rfi.fr/cn/a"), of("https://www.rfi.fr/cn/A"));
    assertNotEquals(of("https://www.rfi.fr/cn/a"), of("https://www.rfi.fr/cn/a?page=2"));
    assertNotEquals(of("https://www.rfi.fr/cn/a%2Fb"), of("https://www.rfi.fr/cn/a/b"));
  }

  @ParameterizedTest(name = "{0} is written {1}")
  @CsvSource({
    "http://www.rfi.fr//cn/桥?a=b#c, http://www.rfi.fr//cn/%E6%A1%A5?a=b#c",
    "https://www.rfi.fr/cn/%e6%a1%a5/, https://www.rfi.fr/cn/%e6%a1%a5/",
    "'\u00a0\u3000https://www.rfi.fr/cn/a \n', https://www.rfi.fr/cn/a"
  })
  void keeps_the_spelling_but_percent_encodes_it(String given, String written) {
    assertEquals(written, of(given).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/cn/a",
        "//www.rfi.fr/a",
        "ftp://www.rfi.fr/a",
        "javascript:x",
        "https://",
        "https:///a",
        "https://a b/c",
        "https://a<b/c",
        "https://www.rfi.fr:x/a"
      })
  void rejects_what_is_not_an_http_url(String text) {
    assertEquals(text, assertThrows(MalformedException.class, () -> ArticleUrl.of(text)).subject());
  }

  @Test
  void reads_section_and_day_from_the_url() {
    assertEquals(Optional.of("国际"), of(SEED_000).section());
    assertEquals(Optional.of(LocalDate.of(2023, 10, 28)), of(SEED_000).day());
    assertEquals(
        Optional.of("专栏检索/法国世界报"), of("https://www.rfi.fr/cn/专栏检索/法国世界报/20260301-桥").section());
    assertEquals(Optional.of("國際"), of("https://www.rfi.fr/tw/國際/20260301-橋").section());
    assertEquals(Optional.empty(), of("https://www.rfi.fr/cn/contenu/20260301-桥").section());
    assertEquals(Optional.empty(), of("https://www.rfi.fr/fr/monde/20260301-x").section());
    assertEquals(Optional.empty(), of("https://www.rfi.fr/cn/qiao").section());
    assertEquals(Optional.empty(), of("https://www.rfi.fr/cn/qiao").day());
    assertEquals(Optional.empty(), of("https://www.rfi.fr/cn/国际/20261301-桥").day());
  }

  @Test
  void names_its_host_in_lower_case() {
    assertEquals("www.rfi.fr", of("http://user@WWW.RFI.FR:8080/cn").host());
    assertEquals("[2001:db8::1]", of("http://[2001:DB8::1]/").host());
  }

  private static ArticleUrl of(String text) {
    return GoldenPair.address(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://www.rf\u3000i.fr/cn/x",
        "https://www.rfi.fr\uff0fx/cn",
        "https://www.rfi.fr\uff20evil/",
        "https://www.rf\u00a0i.fr/",
        "https://www.rfi.fr\u2100/"
      })
  void a_host_that_Unicode_maps_to_none_is_refused(String address) {
    assertThrows(MalformedException.class, () -> ArticleUrl.of(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "%", "a", "中", "\u3000", "//", "&"})
  void takes_linear_time_and_rejects_more_than_8192_octets(String piece) {
    for (String start : new String[] {"https://www.rfi.fr/cn/", "https://", "https://a?", ""}) {
      String text = start + piece.repeat(4_000_000) + "z";
      MalformedException e =
          assertTimeoutPreemptively(
              Duration.ofSeconds(20),
              () -> assertThrows(MalformedException.class, () -> ArticleUrl.of(text)));
      assertTrue(String.valueOf(e.getMessage()).length() < 400);
    }
  }

  @Test
  void accepts_8192_octets_and_any_amount_of_whitespace_around() throws Exception {
    String longest = "https://a/" + "中".repeat(909) + "b";
    assertEquals(8192, ArticleUrl.of(longest).toString().length());
    assertThrows(MalformedException.class, () -> ArticleUrl.of(longest + "b"));
    String blanks = " \u00a0".repeat(20_000);
    assertEquals("https://a/b", ArticleUrl.of(blanks + "https://a/b" + blanks).toString());
  }

  @ParameterizedTest(name = "{0} may be called {1}: {2}")
  @CsvSource({
    "/cn/a/20260301-x, /cn/a/20260301-x, true",
    "/cn/a/20260301-x?utm_source=y, /cn/b/20260301-x, true",
    "/cn/short, /cn/a/20260301-x, true",
    "/cn/, /cn/x, true",
    "/cn/, /cn/中国/, false",
    "/short, /cn/a/20260301-x, true",
    "/, /cn/a/20260301-x, true",
    "/1, /cn/, false",
    "/1, /cn/中国, false",
    "/1, /cn/中国/, false",
    "/cn/1, /cn/中国, false",
    "/cn, /, false",
    "/, /, false",
    "/cn/a/20260301-x, /, false",
    "/cn/a/20260301-x, /cn/a/, false",
    "/cn/a/20260301-x, /cn/a/20260302-y, false",
    "/cn/a/20260301-x?page=2, /cn/a/20260301-x, false",
    "/cn/1, /cn/2, false"
  })
  void accepts_only_a_plausible_canonical_url(String here, String canonical, boolean own) {
    String site = "https://www.rfi.fr";
    assertEquals(own, of(site + here).mayHaveCanonical(of(site + canonical)));
  }

  @Test
  void is_legible_with_what_is_beyond_ascii_decoded() {
    String site = "https://www.rfi.fr/cn/";
    assertEquals(site + "国际/a", of(site + "%E5%9B%BD%e9%99%85/a").legible());
    assertEquals(site + "国%20a%2Fb", of(site + "%E5%9B%BD%20a%2Fb").legible());
    assertEquals(site + "%E5%9B/a", of(site + "%E5%9B/a").legible()); // no UTF-8
    assertEquals(site + "a+b", of(site + "a+b").legible());
  }
}
