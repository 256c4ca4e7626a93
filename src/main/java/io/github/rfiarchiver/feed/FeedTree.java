package io.github.rfiarchiver.feed;

import io.github.rfiarchiver.MalformedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdom2.Document;
import org.jdom2.Element;

/**
 * Converts any feed to RSS 2.0, which Rome reads: RSS in any namespace and version, RDF with and
 * without a channel, Atom of both versions. Elements of the channel ({@code skipHours}, {@code
 * cloud} …) are left out: where one is not as specified, Rome rejects the whole feed.
 *
 * @param items its entries, in the order of the document
 */
record FeedTree(List<RssItem> items) {
  private static final Set<String> ENTRIES = Set.of("item", "entry");

  /** Entries of real feeds are three deep. */
  private static final int DEEPEST = 20;

  /**
   * @param url the URL of the feed; where it is not a URL, links are relative to the site that the
   *     feed names
   * @throws MalformedException where the document is not a feed: it has neither entries nor a
   *     channel
   */
  static FeedTree of(Element root, String url) throws MalformedException {
    BaseUrl own = new BaseUrl(BaseUrl.isHttp(url) ? url : site(root).orElse(""), false);
    List<RssItem> items = new ArrayList<>();
    if (RssItem.local(root).equals("entry")) {
      items.add(new RssItem(root, !isAtom03(root), own));
    }
    collect(root, false, own.of(root), items, DEEPEST);
    boolean isFeed =
        List.of("feed", "entry", "channel").contains(RssItem.local(root))
            || root.getChildren().stream()
                .anyMatch(child -> RssItem.local(child).equals("channel"));
    if (items.isEmpty() && !isFeed) {
      throw new MalformedException(url, FeedXml.NEITHER);
    }
    return new FeedTree(items);
  }

  /** The document for Rome. */
  Document rss() {
    Element channel = new Element("channel");
    items.forEach(item -> channel.addContent(item.item));
    return new Document(new Element("rss").setAttribute("version", "2.0").addContent(channel));
  }

  /** Collects the entries, also those that other elements, or entries without an end, contain. */
  private static void collect(
      Element parent, boolean isAtom, BaseUrl base, List<RssItem> items, int levels) {
    String name = RssItem.local(parent);
    boolean inAtom = name.equals("feed") ? !isAtom03(parent) : isAtom && !name.equals("channel");
    for (Element child : levels == 0 ? List.<Element>of() : parent.getChildren()) {
      boolean isEntry = ENTRIES.contains(RssItem.local(child));
      if (isEntry) {
        items.add(new RssItem(child, inAtom && RssItem.local(child).equals("entry"), base));
      }
      if (isEntry || !ENTRIES.contains(name)) {
        collect(child, inAtom, base.of(child), items, levels - 1);
      }
    }
  }

  private static Optional<String> site(Element root) {
    Stream<Element> channelsFirst =
        root.getChildren().stream()
            .sorted(Comparator.comparing(child -> !RssItem.local(child).equals("channel")));
    return Stream.concat(Stream.of(root), channelsFirst)
        .flatMap(holder -> holder.getChildren().stream())
        .filter(child -> RssItem.local(child).equals("link"))
        .flatMap(link -> new BaseUrl("", false).resolve(RssItem.href(link)).stream())
        .findFirst();
  }

  /** Titles of Atom 0.3 have no type; they are HTML by convention, as in RSS. */
  private static boolean isAtom03(Element root) {
    return root.getAttributeValue("version", "").equals("0.3")
        || root.getNamespaceURI().contains("purl.org/atom");
  }
}
