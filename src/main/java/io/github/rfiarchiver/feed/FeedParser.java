package io.github.rfiarchiver.feed;

import com.rometools.rome.feed.rss.Channel;
import com.rometools.rome.feed.rss.Enclosure;
import com.rometools.rome.feed.rss.Guid;
import com.rometools.rome.feed.rss.Item;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.WireFeedInput;
import io.github.rfiarchiver.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Parses feeds: RSS 0.9x, 1.0 and 2.0, and Atom. Bytes become text, text becomes XML (parsed
 * strictly, else repaired), XML becomes RSS 2.0, which Rome reads into entries. Pure.
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
   * @throws MalformedException where it is not a feed, is cut off, or is broken beyond repair
   */
  public static ParsedFeed parse(byte[] bytes, @Nullable String charset, String url)
      throws MalformedException {
    DecodedText decoded = CharsetDetector.decode(bytes, charset);
    FeedXml xml = FeedXml.of(decoded.text(), url);
    FeedTree tree = FeedTree.of(xml.root(), url);
    List<FeedEntry> entries = entries(tree, url);
    List<String> notices = new ArrayList<>();
    if (decoded.notice() != null) {
      notices.add(decoded.notice() + (decoded.damaged() ? damaged(entries) : ""));
    }
    if (!xml.repairs().isEmpty()) {
      notices.add("its XML was repaired: " + String.join("; ", xml.repairs()));
    }
    for (FeedEntry entry : entries) {
      for (String date : tree.items().get(entry.number() - 1).unreadable) {
        notices.add(entry.name() + ": the date \"" + date + "\" cannot be read");
      }
    }
    return new ParsedFeed(entries, notices);
  }

  private static List<FeedEntry> entries(FeedTree tree, String url) throws MalformedException {
    try {
      Channel channel = (Channel) new WireFeedInput(false, Locale.US).build(tree.rss());
      List<FeedEntry> entries = new ArrayList<>();
      for (Item item : channel.getItems()) {
        entries.add(entry(item, tree.items().get(entries.size()), entries.size() + 1));
      }
      return entries;
    } catch (FeedException | IllegalArgumentException e) {
      throw new MalformedException(url, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static FeedEntry entry(Item item, RssItem source, int number) {
    Guid guid = item.getGuid();
    return new FeedEntry(
        number,
        Objects.requireNonNullElse(item.getTitle(), ""),
        item.getLink(),
        guid == null ? null : guid.getValue(),
        source.published,
        item.getContent() != null
            ? item.getContent().getValue()
            : item.getDescription() == null ? null : item.getDescription().getValue(),
        item.getContent() != null,
        source.bodyBase,
        item.getAuthor(),
        item.getEnclosures().stream().map(Enclosure::getUrl).toList());
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
