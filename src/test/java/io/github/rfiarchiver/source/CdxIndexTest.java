package io.github.rfiarchiver.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.MalformedException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CdxIndexTest {
  private static final String SERVER = "https://wayback.example";
  private static final Span OCTOBER =
      new Span(LocalDate.parse("2023-10-01"), LocalDate.parse("2023-11-01"));
  private static final String ROW =
      "fr,rfi)/cn/%%e4%%b8%%ad/%d 20231028094502 https://www.rfi.fr/cn/%%E4%%B8%%AD/%d text/html 200"
          + " 3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ";

  @Test
  void the_pages_under_a_prefix_are_asked_for_once_each_and_90_days_longer() {
    assertEquals(
        SERVER
            + "/cdx/search/cdx?url=https://www.rfi.fr/cn/&matchType=prefix"
            + "&from=20231001000000&to=20240130000000"
            + "&filter=statuscode:200&filter=mimetype:text/html"
            + "&fl=urlkey,timestamp,original,mimetype,statuscode,digest"
            + "&limit=5000&showResumeKey=true&collapse=urlkey",
        CdxIndex.url(SERVER, "https://www.rfi.fr/cn/", false, OCTOBER, null));
  }

  @Test
  void all_captures_of_a_feed_are_asked_for_in_the_types_of_feeds() {
    String url = CdxIndex.url(SERVER, "https://www.rfi.fr/cn/rss?a=1&b", true, OCTOBER, null);
    assertTrue(url.contains("?url=https://www.rfi.fr/cn/rss%3Fa%3D1%26b&"), url);
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
    String url = CdxIndex.url(SERVER, "https://www.rfi.fr/cn/", false, OCTOBER, printed);
    String sent = url.substring(url.indexOf("&resumeKey=") + "&resumeKey=".length());
    String parameter = URLDecoder.decode(sent, StandardCharsets.UTF_8);
    assertEquals(printed, parameter);
    assertEquals(place, URLDecoder.decode(parameter, StandardCharsets.UTF_8));
  }

  @Test
  void a_row_is_a_capture_and_its_replay_URL_names_time_and_original() throws Exception {
    CdxIndex.Slice slice = parse(row(1) + "\n");
    assertEquals(1, slice.captures().size());
    assertNull(slice.resumeKey());
    Capture capture = slice.captures().get(0);
    assertEquals(Instant.parse("2023-10-28T09:45:02Z"), capture.time());
    assertEquals("3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", capture.digest());
    String replay = SERVER + "/web/20231028094502id_/https://www.rfi.fr/cn/%E4%B8%AD/1";
    assertEquals(replay, capture.replayUrl(SERVER));
    Capture replayed = Capture.replayed(replay).orElseThrow();
    assertEquals(capture.original(), replayed.original());
    assertEquals(capture.time(), replayed.time());
    assertTrue(Capture.replayed("https://www.rfi.fr/cn/1").isEmpty());
    assertTrue(Capture.replayed(replay.replace("20231028", "20231399")).isEmpty());
  }

  @Test
  void a_fragment_in_an_original_URL_reaches_the_server() throws Exception {
    Capture capture =
        Capture.of("20231001000000", "http://rfi.fr:80/cn/?a=1#!x", "D").orElseThrow();
    assertEquals(
        SERVER + "/web/20231001000000id_/http://rfi.fr:80/cn/?a=1%23!x", capture.replayUrl(SERVER));
  }

  @Test
  void rows_that_repeat_are_one_capture_in_the_order_of_the_index() throws Exception {
    List<Integer> numbers = List.of(9, 3, 7, 3, 1, 8, 9, 2, 6);
    String answer = String.join("\n", numbers.stream().map(CdxIndexTest::row).toList());
    assertEquals(
        numbers.stream().distinct().map(n -> "https://www.rfi.fr/cn/%E4%B8%AD/" + n).toList(),
        parse(answer).captures().stream().map(c -> c.original().toString()).toList());
  }

  @Test
  void a_revisit_is_a_capture_and_a_row_of_another_status_is_none() throws Exception {
    String revisit = row(1).replace("text/html 200", "warc/revisit -");
    CdxIndex.Slice slice = parse(revisit + "\n" + row(2).replace(" 200 ", " 404 "));
    assertEquals(1, slice.captures().size());
    assertEquals(0, slice.unreadable());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "   \n", "\r\n"})
  void the_resume_key_follows_an_empty_line(String empty) throws Exception {
    CdxIndex.Slice slice = parse(row(1) + "\n" + empty + "fr%2Crfi%29%2F+20231028%21\n");
    assertEquals(1, slice.captures().size());
    assertEquals("fr%2Crfi%29%2F+20231028%21", slice.resumeKey());
  }

  @Test
  void an_empty_slice_may_still_carry_a_key() throws Exception {
    assertEquals(new CdxIndex.Slice(List.of(), "key-2", 0), parse("\nkey-2\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\n\n"})
  void an_empty_answer_is_the_last_slice(String answer) throws Exception {
    assertEquals(new CdxIndex.Slice(List.of(), null, 0), parse(answer));
    assertNull(parse(row(1) + "\n" + answer).resumeKey());
  }

  @Test
  void a_line_that_is_no_row_costs_no_other_and_is_counted() throws Exception {
    for (String bad :
        List.of(
            "fr,rfi)/cn 2023",
            row(2).replace(" 200 ", " 20 "),
            row(2).replace("094502", ""),
            row(2).replace("20231028", "20230231"),
            row(2).replace("https://www.rfi.fr/", "ftp://www.rfi.fr/"))) {
      CdxIndex.Slice slice = parse(row(1) + "\n" + bad + "\n\nkey");
      assertEquals(1, slice.captures().size(), bad);
      assertEquals(1, slice.unreadable(), bad);
      assertEquals("key", slice.resumeKey());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>\n<h1>504 Timeout</h1>", "\n<html>", "\nkey\nkey", "not a row"})
  void what_is_no_answer_of_a_CDX_server_is_refused(String answer) {
    MalformedException e = assertThrows(MalformedException.class, () -> parse(answer));
    assertTrue(e.reason().startsWith("is not an answer of a CDX server: “"), e.reason());
  }

  @Test
  void a_long_line_is_quoted_in_part() {
    String reason = assertThrows(MalformedException.class, () -> parse("x".repeat(500))).reason();
    assertTrue(reason.length() < 130, reason);
  }

  private static String row(int number) {
    return ROW.formatted(number, number);
  }

  private static CdxIndex.Slice parse(String answer) throws MalformedException {
    return CdxIndex.parse(SERVER, answer);
  }
}
