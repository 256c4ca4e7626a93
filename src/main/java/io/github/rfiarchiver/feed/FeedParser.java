package io.github.rfiarchiver.feed;

import io.github.rfiarchiver.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Parses feeds: RSS 0.9x, 1.0 and 2.0, and Atom. Bytes become text, text becomes XML (parsed
 * strictly, else repaired), XML becomes entries. Pure.
 */
public final class FeedParser {
  private static final String REPLACEMENT = "\uFFFD";

  private FeedParser() {}

  /**
   * Parses a feed.
   *
   * @param bytes the whole document
   * @param charset the charset of the HTTP header; null where there is none
   * @param url the URL of the document, to which its links are relative, or the name of a file
   * @throws MalformedException where it is not a feed, or is cut off
   */
  public static ParsedFeed parse(byte[] bytes, @Nullable String charset, String url)
      throws MalformedException {
    DecodedText decoded = CharsetDetector.decode(bytes, charset);
    FeedXml xml = FeedXml.of(decoded.text(), url);
    FeedTree tree = FeedTree.of(xml.root(), url);
    List<FeedEntry> entries = tree.items().stream().map(EntryReader::entry).toList();
    List<String> notices = new ArrayList<>();
    if (decoded.notice() != null) {
      notices.add(decoded.notice() + (decoded.damaged() ? damaged(entries) : ""));
    }
    if (!xml.repairs().isEmpty()) {
      notices.add("its XML was repaired: " + String.join("; ", xml.repairs()));
    }
    for (EntryReader item : tree.items()) {
      for (String date : item.unreadable()) {
        notices.add(item.entry().name() + ": the date \"" + date + "\" cannot be read");
      }
    }
    return new ParsedFeed(entries, notices);
  }

  private static String damaged(List<FeedEntry> entries) {
    String names =
        entries.stream()
            .filter(entry -> (entry.title() + entry.body()).contains(REPLACEMENT))
            .map(FeedEntry::name)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : " in " + names;
  }
}
