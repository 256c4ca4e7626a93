package io.github.rfiarchiver.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.source.CdxIndex.CdxPage;
import io.github.rfiarchiver.source.CdxQuery.Kind;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CdxIndexTest {
  private static final String SERVER = "https://wayback.example";
  private static final Instant SINCE = Instant.parse("2023-10-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2023-11-01T00:00:00Z");
  private static final String ROW =
      "fr,rfi)/cn/%%e4%%b8%%ad/%d 20231028094502 https://www.rfi.fr/cn/%%E4%%B8%%AD/%d text/html 200"
          + " 3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ";

  @Test
  void the_pages_under_a_prefix_are_asked_for_once_each() {
    assertEquals(
        SERVER
            + "/cdx/search/cdx?url=https://www.rfi.fr/cn/&matchType=prefix"
            + "&from=20231001000000&to=20240130000000"
            + "&filter=statuscode:200&filter=mimetype:text/html&collapse=urlkey"
            + "&fl=urlkey,timestamp,original,mimetype,statuscode,digest"
            + "&limit=500&showResumeKey=true",
        query(Kind.PAGES_UNDER, "https://www.rfi.fr/cn/").at(SERVER + "/"));
  }

  @Test
  void one_page_is_asked_for_exactly_and_its_URL_is_escaped_as_a_value() {
    String url = query(Kind.PAGE, "https://www.rfi.fr/cn/%E4%B8%AD?a=1&b=2+3 4").at(SERVER);
    assertTrue(
        url.contains("?url=https://www.rfi.fr/cn/%25E4%25B8%25AD%3Fa%3D1%26b%3D2%2B3%204&"), url);
    assertTrue(url.contains("&matchType=exact&"), url);
    assertTrue(url.contains("&collapse=urlkey&"), url);
  }

  @Test
  void all_captures_of_a_feed_are_asked_for_in_the_types_of_feeds() {
    String url = query(Kind.FEED, "https://www.rfi.fr/cn/rss").at(SERVER);
    assertTrue(url.contains("&matchType=exact&"), url);
    assertFalse(url.contains("collapse"), url);
    String filter = url.replaceAll(".*&filter=mimetype:([^&]*)&.*", "$1");
    String regex = URLDecoder.decode(filter, StandardCharsets.UTF_8);
    for (String type :
        List.of("application/rss+xml", "application/atom+xml", "text/xml", "application/xml")) {
      assertTrue(type.matches(regex), type);
    }
    assertFalse("text/html".matches(regex));
    assertFalse("application/xhtml+xml".matches(regex));
  }

  @Test
  void a_resume_key_arrives_at_a_server_that_decodes_it_twice() {
    String place = "fr,rfi)/cn/%e4%b8%ad 20231028094503!";
    String printed = URLEncoder.encode(place, StandardCharsets.UTF_8);
    String url = query(Kind.PAGES_UNDER, "https://www.rfi.fr/cn/").after(printed).at(SERVER);
    String sent = url.substring(url.indexOf("&resumeKey=") + "&resumeKey=".length());
    String parameter = URLDecoder.decode(sent, StandardCharsets.UTF_8);
    assertEquals(printed, parameter);
    assertEquals(place, URLDecoder.decode(parameter, StandardCharsets.UTF_8));
  }

  @Test
  void a_row_is_a_capture_and_its_replay_URL_names_moment_and_original() throws Exception {
    CdxPage page = parse(row(1) + "\n");
    Capture capture =
        new Capture(
            "https://www.rfi.fr/cn/%E4%B8%AD/1",
            Instant.parse("2023-10-28T09:45:02Z"),
            "text/html",
            200,
            "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
    assertEquals(new CdxPage(List.of(capture), null), page);
    assertEquals(
        SERVER + "/web/20231028094502id_/https://www.rfi.fr/cn/%E4%B8%AD/1",
        capture.replayUrl(SERVER + "/"));
  }

  @Test
  void a_fragment_in_an_original_URL_reaches_the_server() {
    Capture capture = new Capture("http://rfi.fr:80/cn/?a=1#!x", SINCE, "text/html", 200, "D");
    assertEquals(
        SERVER + "/web/20231001000000id_/http://rfi.fr:80/cn/?a=1%23!x", capture.replayUrl(SERVER));
  }

  @Test
  void rows_that_repeat_are_one_capture_in_the_order_of_the_index() throws Exception {
    List<Integer> numbers = List.of(9, 3, 7, 3, 1, 8, 9, 2, 6);
    String answer = String.join("\n", numbers.stream().map(CdxIndexTest::row).toList());
    assertEquals(
        numbers.stream().distinct().map(n -> "https://www.rfi.fr/cn/%E4%B8%AD/" + n).toList(),
        parse(answer).captures().stream().map(Capture::url).toList());
  }

  @Test
  void the_status_of_a_revisit_is_a_dash() throws Exception {
    String revisit = row(1).replace("text/html 200", "warc/revisit -");
    Capture capture = parse(revisit).captures().get(0);
    assertTrue(capture.isRevisit());
    assertFalse(parse(row(1)).captures().get(0).isRevisit());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "   \n", "\r\n"})
  void the_resume_key_follows_an_empty_line(String empty) throws Exception {
    CdxPage page = parse(row(1) + "\n" + empty + "fr%2Crfi%29%2F+20231028%21\n");
    assertEquals(1, page.captures().size());
    assertEquals("fr%2Crfi%29%2F+20231028%21", page.resumeKey());
  }

  @Test
  void an_empty_slice_may_still_carry_a_key() throws Exception {
    assertEquals(new CdxPage(List.of(), "key-2"), parse("\nkey-2\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\n\n"})
  void an_empty_answer_is_the_last_slice(String answer) throws Exception {
    assertEquals(new CdxPage(List.of(), null), parse(answer));
    assertNull(parse(row(1) + "\n" + answer).resumeKey());
  }

  @Test
  void a_line_that_is_no_row_fails_the_slice_and_is_named() {
    assertEquals(
        "line 2 is not a CDX row: “fr,rfi)/cn 2023”", refusal(row(1) + "\nfr,rfi)/cn 2023"));
    assertEquals("line 1 is not a CDX row: “<html>”", refusal("<html>\n<h1>504 Timeout</h1>"));
    assertTrue(refusal(row(1) + " 1402").startsWith("line 1 is not a CDX row"));
    assertTrue(refusal(row(1).replace(" 200 ", " 20 ")).startsWith("line 1 is not a CDX row"));
    assertTrue(refusal(row(1).replace("094502", "")).startsWith("line 1 is not a CDX row"));
    String noDay = row(1).replace("20231028", "20230231");
    assertTrue(refusal(noDay).startsWith("line 1 has no valid timestamp"));
    assertTrue(refusal("x".repeat(500)).length() < 120);
  }

  @Test
  void more_than_a_key_behind_the_empty_line_fails_the_slice() {
    assertTrue(refusal(row(1) + "\n\nkey\nkey").startsWith("one resume key must follow"));
    assertTrue(refusal(row(1) + "\n\n" + row(2)).startsWith("one resume key must follow"));
    assertTrue(refusal("\n<html>").startsWith("one resume key must follow"));
  }

  @Test
  void a_blocked_site_is_told_from_one_without_captures() {
    String blocked =
        "org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error";
    assertTrue(CdxIndex.isBlocked(blocked));
    assertTrue(CdxIndex.isBlocked("<p>RobotAccessControlException: Blocked By Robots</p>"));
    assertFalse(CdxIndex.isBlocked("<p>504 Gateway Timeout</p>"));
    assertEquals("the Wayback Machine blocks this site", refusal(blocked + "\n"));
  }

  private static CdxQuery query(Kind kind, String url) {
    return new CdxQuery(url, kind, SINCE, UNTIL, 500, null);
  }

  private static String row(int number) {
    return ROW.formatted(number, number);
  }

  private static CdxPage parse(String answer) throws MalformedException {
    return CdxIndex.parse(SERVER, answer);
  }

  private static String refusal(String answer) {
    return assertThrows(MalformedException.class, () -> parse(answer)).reason();
  }
}
