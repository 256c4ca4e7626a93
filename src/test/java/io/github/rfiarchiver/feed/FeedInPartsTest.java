package io.github.rfiarchiver.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Feeds of so many entries that they are read in several parts. */
class FeedInPartsTest {
  private static final String ADDRESS = "https://www.example.org/cn/rss";
  private static final int MANY = 50;

  private static final String RSS =
      "<rss version='2.0'><channel><title>河岸</title><link>https://site.example.org/</link>"
          + "ENTRIES</channel></rss>";
  private static final String RSS_ENTRY =
      "<item><title>N</title><link>/cn/N</link><description>文N</description></item>\n";
  private static final String RDF =
      "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
          + "<channel><title>河岸</title><link>https://site.example.org/</link></channel>"
          + "ENTRIES</rdf:RDF>";
  private static final String ATOM =
      "<feed xmlns='http://www.w3.org/2005/Atom'><link href='https://site.example.org/'/>ENTRIES</feed>";
  private static final String ATOM_ENTRY =
      "<entry><title>N</title><link href='/cn/N'/><summary>文N</summary></entry>\n";

  static Stream<String> feeds() {
    return Stream.of(
        filled(RSS, RSS_ENTRY),
        filled(RDF, RSS_ENTRY),
        filled(ATOM, ATOM_ENTRY),
        // What links are relative to stands behind the entries.
        filled(ATOM.replaceFirst("(<link.*?/>)(ENTRIES)", "$2$1"), ATOM_ENTRY),
        filled(RSS.replaceFirst("(<link.*</link>)(ENTRIES)", "$2$1"), RSS_ENTRY),
        // Rome finds no items without their channel in front of them.
        filled(RDF.replaceFirst("(<channel.*</channel>)(ENTRIES)", "$2$1"), RSS_ENTRY));
  }

  @ParameterizedTest
  @MethodSource("feeds")
  void are_read_whole_and_in_order(String feed) throws Exception {
    for (String address : List.of("feed.xml", "https://site.example.org/rss")) {
      List<Entry> entries =
          FeedParser.parse(feed.getBytes(UTF_8), Optional.empty(), address).entries();
      assertEquals(numbers(), entries.stream().map(Entry::title).toList());
      assertEquals(numbers(), entries.stream().map(e -> String.valueOf(e.number())).toList());
      assertEquals(
          numbers().stream().map(n -> "https://site.example.org/cn/" + n).toList(),
          entries.stream().map(entry -> entry.link().orElse("-")).toList());
    }
  }

  @Test
  void hand_their_first_entries_on_before_the_last_are_read() {
    List<String> taken = new ArrayList<>();
    String feed = filled(RSS, RSS_ENTRY);
    byte[] cut = feed.substring(0, feed.indexOf("<title>40")).getBytes(UTF_8);
    assertThrows(
        MalformedException.class,
        () -> FeedParser.parse(cut, Optional.empty(), ADDRESS, e -> taken.add(e.title())));
    assertTrue(taken.size() >= 30, taken.toString());
  }

  @Test
  void hold_each_entry_once_where_they_had_to_be_mended_on_the_way() throws Exception {
    for (String odd : List.of("&nbsp;", "\u0001", "&#2;")) {
      String feed = filled(RSS, RSS_ENTRY).replace("文45", odd + "文45");
      Feed<String> read =
          FeedParser.parse(feed.getBytes(UTF_8), Optional.empty(), ADDRESS, Entry::title);
      assertEquals(numbers(), read.entries());
      assertEquals(odd.equals("&nbsp;") ? 0 : 1, read.problems().size());
    }
  }

  @Test
  void say_what_went_wrong_where_it_was_not_the_feed() {
    byte[] feed = filled(RSS, RSS_ENTRY).getBytes(UTF_8);
    MalformedException e =
        assertThrows(
            MalformedException.class,
            () -> FeedParser.parse(feed, Optional.empty(), ADDRESS, FeedInPartsTest::broken));
    assertEquals("cannot be read: java.lang.IllegalStateException: broken", e.reason());
  }

  private static String broken(Entry entry) {
    throw new IllegalStateException("broken");
  }

  private static List<String> numbers() {
    return IntStream.rangeClosed(1, MANY).mapToObj(String::valueOf).toList();
  }

  private static String filled(String feed, String entry) {
    return feed.replace(
        "ENTRIES",
        numbers().stream().map(n -> entry.replace("N", n)).collect(Collectors.joining()));
  }
}
