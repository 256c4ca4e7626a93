package io.github.rfiarchiver.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Feeds, {@code feeds/CASE.xml}, and the entries expected of them, {@code CASE.expected.txt}. */
class FeedCasesTest {
  private static final String ADDRESS = "https://feeds.example.org/all/rss.xml";

  static Stream<String> cases() throws IOException, URISyntaxException {
    return named(".xml").stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void reads_the_expected_entries(String name) throws Exception {
    ParsedFeed feed = FeedParser.parse(Files.readAllBytes(file(name + ".xml")), null, ADDRESS);
    StringBuilder read = new StringBuilder();
    feed.entries().forEach(entry -> read.append(described(entry)));
    assertEquals(Files.readString(file(name + ".expected.txt")), read.toString());
  }

  @Test
  void every_feed_has_an_expected_result_and_every_result_a_feed() throws Exception {
    assertFalse(named(".xml").isEmpty());
    assertEquals(named(".xml"), named(".expected.txt"));
  }

  private static String described(FeedEntry entry) {
    return "%d %s%n  link %s%n  guid %s%n  published %s%n  author %s%n  audio %s%n  %s %s%n"
        .formatted(
            entry.number(),
            entry.title(),
            given(entry.link()),
            given(entry.guid()),
            given(entry.published()),
            given(entry.author()),
            String.join(" ", entry.audio()),
            entry.bodyIsContent() ? "content" : "description",
            given(entry.body()).strip())
        .replaceAll("[ \\t]+\\n", "\n");
  }

  private static String given(@Nullable Object value) {
    return value == null ? "-" : value.toString();
  }

  private static TreeSet<String> named(String ending) throws IOException, URISyntaxException {
    TreeSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(file("."), "*" + ending)) {
      for (Path path : files) {
        String name = path.getFileName().toString();
        names.add(name.substring(0, name.length() - ending.length()));
      }
    }
    return names;
  }

  private static Path file(String name) throws URISyntaxException {
    URL folder = Objects.requireNonNull(FeedCasesTest.class.getResource("/feeds"));
    return Path.of(folder.toURI()).resolve(name);
  }
}
