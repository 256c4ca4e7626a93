package io.github.rfiarchiver.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RobotsTxtTest {
  @Test
  void an_empty_document_allows_everything_and_names_no_sitemap() {
    assertTrue(robots("").allows("/cn/"));
    assertEquals(List.of(), robots("").sitemaps());
  }

  @Test
  void a_web_page_in_its_place_has_neither_rules_nor_sitemaps() {
    RobotsTxt page =
        robots("<!DOCTYPE html>\n<p>Sitemap: https://a.example/s.xml</p>\nDisallow: /cn/");
    assertTrue(page.allows("/cn/"));
    assertEquals(List.of(), page.sitemaps());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rfi-archiver",
        "RFI-Archiver",
        "rfi-archiver/1.0",
        "rfi-archiver (news)",
        "rfi",
        "*"
      })
  void these_user_agents_name_this_program(String userAgent) {
    assertFalse(robots("User-agent: " + userAgent + "\nDisallow: /cn/").allows("/cn/1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rfi-archiver-bot", "rf", "archiver", "Googlebot", "r*", ""})
  void these_user_agents_name_others(String userAgent) {
    assertTrue(robots("User-agent: " + userAgent + "\nDisallow: /cn/").allows("/cn/1"));
  }

  @Test
  void the_group_of_this_program_wins_over_that_of_all_wherever_it_stands() {
    String ours = "User-agent: rfi-archiver\nDisallow: /ours\n";
    String family = "User-agent: rfi\nDisallow: /family\n";
    String all = "User-agent: *\nDisallow: /all\n";
    for (String document : List.of(ours + family + all, all + family + ours)) {
      assertFalse(robots(document).allows("/ours"));
      assertTrue(robots(document).allows("/family"));
      assertTrue(robots(document).allows("/all"));
    }
  }

  @Test
  void a_group_without_rules_wins_over_that_of_all_too() {
    assertTrue(robots("User-agent: *\nDisallow: /\nUser-agent: rfi-archiver").allows("/cn/"));
    assertTrue(
        robots("User-agent: rfi-archiver\nDisallow:\nUser-agent: *\nDisallow: /").allows("/cn/"));
  }

  @Test
  void groups_for_one_program_are_merged() {
    RobotsTxt robots =
        robots(
            "User-agent: rfi-archiver\nDisallow: /a\n"
                + "User-agent: other\nDisallow: /b\n"
                + "User-agent: RFI-ARCHIVER\nDisallow: /c\n");
    assertFalse(robots.allows("/a"));
    assertTrue(robots.allows("/b"));
    assertFalse(robots.allows("/c"));
  }

  @Test
  void a_group_has_several_user_agents_also_with_other_records_between_them() {
    String group = "User-agent: %s\nSitemap: https://a.example/s.xml\n\nCrawl-delay: 9\n";
    String rule = "User-agent: %s\nDisallow: /\n";
    assertFalse(robots((group + rule).formatted("other", "rfi-archiver")).allows("/cn/"));
    assertFalse(robots((group + rule).formatted("rfi-archiver", "other")).allows("/cn/"));
  }

  @Test
  void a_rule_ends_the_user_agents_of_a_group_and_one_without_a_group_is_ignored() {
    assertTrue(robots("Disallow: /\nUser-agent: *\nDisallow: /x").allows("/cn/"));
    assertTrue(
        robots("User-agent: rfi-archiver\nAllow: /\nUser-agent: other\nDisallow: /").allows("/"));
  }

  @ParameterizedTest
  @CsvSource({
    "Disallow: /cn/, /cn/1, false",
    "Disallow: /cn/, /cn, true",
    "Disallow: /cn, /cnn, false",
    "Disallow: /CN/, /cn/1, true",
    "Disallow: /cn/ # all of it, /cn/1, false",
    "disallow  :   /cn/  , /cn/1, false",
    "Disallow: /, '', false",
    "Disallow: /?p=, ?p=1, false",
    "Disallow: /, /robots.txt, true",
    "Disallow: *.pdf, /a.pdf?x, false",
    "Disallow: /*.pdf$, /a.pdf, false",
    "Disallow: /*.pdf$, /a.pdf?x, true",
    "Disallow: /*.pdf$, /a.pdf.pdf, false",
    "Disallow: /cn/$, /cn/, false",
    "Disallow: /cn/$, /cn/1, true",
    "Disallow: /cn$, /cn/cn, true",
    "Disallow: /*aa*ab, /aab, true",
    "Disallow: /a$b, /a$b, false",
    "Disallow: /a*, /a, false",
    "Disallow: /a*b*c, /a-b-b-c-d, false",
    "Disallow: /a*b*c, /a-c-b, true",
    "Disallow: /a**b, /ab, false",
    "Disallow: /ab*b$, /ab, true",
    "Disallow: cn/, /cn/1, true",
  })
  void a_rule_matches_a_path_from_its_beginning(String rule, String path, boolean allowed) {
    assertEquals(allowed, robots("User-agent: *\n" + rule).allows(path));
  }

  @Test
  void the_longest_rule_wins_and_of_two_of_one_length_that_which_allows() {
    RobotsTxt robots =
        robots("User-agent: *\nAllow: /cn/rss\nDisallow: /cn/\nDisallow: /x\nAllow: /x\n");
    assertTrue(robots.allows("/cn/rss"));
    assertFalse(robots.allows("/cn/1"));
    assertTrue(robots.allows("/x"));
    assertTrue(robots("User-agent: *\nAllow: /x\nDisallow: /x\n").allows("/x"));
    assertFalse(robots("User-agent: *\nDisallow: /*/a\nAllow: /cn\n").allows("/cn/a"));
  }

  /** The examples of RFC 9309, section 2.2.2, and what follows from its rule. */
  @ParameterizedTest
  @CsvSource({
    "/foo/bar?baz=quz, /foo/bar?baz=quz, true",
    "/foo/bar?baz=https://foo.bar, /foo/bar?baz=https%3A%2F%2Ffoo.bar, true",
    "/foo/bar?baz=https%3A%2F%2Ffoo.bar, /foo/bar?baz=https://foo.bar, true",
    "/foo/bar/ツ, /foo/bar/%E3%83%84, true",
    "/foo/bar/%e3%83%84, /foo/bar/ツ, true",
    "/foo/bar/%62%61%7A, /foo/bar/baz, true",
    "/foo/bar/baz, /foo/bar/%62%61%7A, true",
    "/foo/bar, /foo%2Fbar, false",
    "/foo%2fbar, /foo%2Fbar, true",
    "/foo%2Fbar, /foo/bar, false",
    "/*to=/x, /go?to=/x, true",
    "/path/file-with-a-%2A.html, /path/file-with-a-*.html, true",
    "/path/file-with-a-%2A.html, /path/file-with-a-b.html, false",
    "/path/foo-%24, /path/foo-$, true",
    "/100%, /100%25, true",
    "/a b, /a%20b, true",
  })
  void paths_are_compared_by_their_octets(String rule, String path, boolean matches) {
    assertEquals(!matches, robots("User-agent: *\nDisallow: " + rule).allows(path));
  }

  @Test
  void sitemaps_are_named_anywhere_by_absolute_URLs_each_once() {
    RobotsTxt robots =
        robots(
            "Sitemap: https://a.example/1.xml\r\n"
                + "User-agent: other\rDisallow: /\nSITEMAP:http://b.example/2.xml?x=1 # list\n"
                + "Sitemap: /relative.xml\nSitemap: ftp://a.example/3.xml\nSitemap:\n"
                + "Sitemap: https://a.example/1.xml");
    assertEquals(
        List.of("https://a.example/1.xml", "http://b.example/2.xml?x=1"), robots.sitemaps());
    assertTrue(robots.allows("/"));
  }

  @Test
  void a_byte_order_mark_hides_no_record() {
    assertFalse(robots("\uFEFFUser-agent: *\nDisallow: /").allows("/cn/"));
  }

  @Test
  void of_a_large_document_the_whole_lines_within_500_KiB_are_read() {
    String head = "User-agent: *\nDisallow: /first\n";
    String cut = "\nDisallow: /cn/rest\nDisallow: /later\n";
    int at = cut.indexOf("rest"); // the limit stands behind "Disallow: /cn/"
    String filler = "#".repeat(500 * 1024 - head.length() - at);
    RobotsTxt robots = robots(head + filler + cut);
    assertFalse(robots.allows("/first"));
    assertTrue(robots.allows("/cn/1"));
    assertTrue(robots.allows("/later"));
  }

  @Test
  void a_rule_of_many_wildcards_takes_no_time() {
    RobotsTxt robots = robots("User-agent: *\nDisallow: /" + "*a".repeat(5000) + "*b$");
    String path = "/" + "a".repeat(10_000);
    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertTrue(robots.allows(path)));
  }

  private static RobotsTxt robots(String text) {
    return RobotsTxt.parse(text);
  }
}
