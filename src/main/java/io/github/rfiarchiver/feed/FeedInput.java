package io.github.rfiarchiver.feed;

import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.feed.synd.SyndFeedImpl;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.WireFeedInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jdom2.Document;
import org.jdom2.Element;
import org.jdom2.JDOMException;
import org.jdom2.Namespace;
import org.jdom2.output.XMLOutputter;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;

/**
 * Rome's reader, given no more of a document than an archive needs. What else a feed says of itself
 * ({@code skipHours}, {@code cloud}, {@code sy:updatePeriod}, enclosures …) costs Rome time, and
 * where it is not as specified costs the feed: Rome fails on it whole. Links and dates are read
 * here, for Rome resolves links in Atom alone and is slow and lenient in reading dates.
 *
 * <p>There are no lambdas over elements here: those of classes as old as JDOM's would keep these
 * out of the class-data archive.
 */
final class FeedInput implements PartReader.Taker {
  private static final Set<String> OF_FEED =
      Set.of("channel", "item", "entry", "title", "link", "id");
  private static final Set<String> OF_ENTRY =
      Set.of("title", "link", "guid", "id", "description", "encoded", "summary", "content");

  /** By these names a date is one of publication, and where there is none, one of change. */
  private static final List<String> DATES =
      List.of("pubdate", "published", "issued", "date", "created", "updated", "modified");

  private static final Set<String> PAGE_TYPES = Set.of("", "text/html", "application/xhtml+xml");

  /** Rome hands on what stands in a name space that it does not know. */
  static final Namespace OWN = Namespace.getNamespace("urn:x-rfi-archiver");

  /** The name of the element, of {@link #OWN}, that marks an entry nested too deeply. */
  static final String TOO_DEEP = "too-deep";

  private static final BaseAddress NOWHERE = new BaseAddress("");

  private final WireFeedInput rome = new WireFeedInput(false, Locale.US);
  private final String address;
  private final Consumer<SyndEntry> taking;

  /** What links are relative to; settled when the first entries are read. */
  private @Nullable BaseAddress base;

  /**
   * @param address where the feed came from
   * @param taking takes the entries, in the order of the document, while it is read; they count for
   *     nothing where the reading then fails
   */
  FeedInput(String address, Consumer<SyndEntry> taking) {
    this.address = address;
    this.taking = taking;
  }

  /** The date of an entry: that of its publication, else that of its last change. */
  static Optional<Instant> published(SyndEntry entry) {
    return own(entry, "published").map(date -> Instant.ofEpochMilli(Long.parseLong(date)));
  }

  /** What stands in the place of an entry's date, where none of its dates can be read. */
  static Optional<String> unreadableDate(SyndEntry entry) {
    return own(entry, "unreadable-date");
  }

  /** Whether elements of an entry were left out, since they are nested too deeply. */
  static boolean isTooDeep(SyndEntry entry) {
    return own(entry, TOO_DEEP).isPresent();
  }

  private static Optional<String> own(SyndEntry entry, String name) {
    for (Element element : entry.getForeignMarkup()) {
      if (element.getNamespace().equals(OWN) && element.getName().equals(name)) {
        return Optional.of(element.getText());
      }
    }
    return Optional.empty();
  }

  /**
   * Reads a document.
   *
   * @throws JDOMException where it is no XML, or not whole
   * @throws FeedException where it is no feed
   */
  void read(InputSource document) throws JDOMException, FeedException {
    Document rest = new PartReader(this).read(document);
    Element root = rest.getRootElement();
    if (base == null) {
      List<Element> links = feedLinks(root);
      for (Element child : root.getChildren()) {
        links.addAll(links(child));
      }
      base = of(root, ownAddress(links).orElse(NOWHERE));
    }
    take(rest, base);
  }

  @Override
  public boolean take(Document document) throws FeedException {
    Element root = document.getRootElement();
    if (base == null) {
      Optional<BaseAddress> own = ownAddress(feedLinks(root));
      if (own.isEmpty()) {
        return false; // what links are relative to may still come, behind the entries
      }
      base = of(root, own.get());
    }
    take(document, base);
    return true;
  }

  private void take(Document document, BaseAddress links) throws FeedException {
    Element root = document.getRootElement();
    trim(root, links, root.getName().equals("feed"));
    entries(document).forEach(taking);
  }

  private List<SyndEntry> entries(Document document) throws FeedException {
    try {
      return new SyndFeedImpl(rome.build(document), true).getEntries();
    } catch (RuntimeException e) {
      throw new FeedException("Rome knows no such feed", e);
    }
  }

  private void trim(Element feed, BaseAddress base, boolean atom) {
    for (Element child : List.copyOf(feed.getChildren())) {
      switch (child.getName()) {
        case "channel" -> trim(child, of(child, base), atom);
        case "item", "entry" -> trimEntry(child, of(child, base), atom);
        default -> {
          if (!OF_FEED.contains(child.getName())) {
            child.detach();
          }
        }
      }
    }
  }

  private void trimEntry(Element entry, BaseAddress base, boolean atom) {
    List<Element> children = List.copyOf(entry.getChildren());
    Optional<Instant> date = date(children);
    Optional<String> unreadable = date.isPresent() ? Optional.empty() : dateText(children);
    Optional<Element> page = atom ? alternate(entry) : Optional.empty();
    for (Element child : children) {
      String name = child.getName();
      if (child.getNamespace().equals(OWN)) {
        continue;
      }
      if (!OF_ENTRY.contains(name) || isVoid(child)) {
        child.detach();
      } else if (name.equals("link")) {
        if (!atom) {
          child.setText(of(child, base).resolve(child.getText()).orElse(""));
        } else if (page.isPresent() && child.equals(page.get())) {
          child.setAttribute("href", of(child, base).resolve(attribute(child, "href")).orElse(""));
        } else {
          child.detach();
        }
      } else if (!atom && !child.getChildren().isEmpty()) {
        // Markup that was not escaped. Rome keeps it in descriptions alone.
        if (name.equals("encoded")) {
          child.setText(new XMLOutputter().outputString(child.getContent()));
        } else if (name.equals("title")) {
          child.setText(child.getValue());
        }
      }
    }
    if (date.isPresent()) {
      entry.addContent(
          new Element("published", OWN).setText(Long.toString(date.get().toEpochMilli())));
    } else if (unreadable.isPresent()) {
      entry.addContent(new Element("unreadable-date", OWN).setText(unreadable.get()));
    }
  }

  private static Optional<Instant> date(List<Element> children) {
    for (String name : DATES) {
      for (Element child : children) {
        if (child.getName().equalsIgnoreCase(name)) {
          Optional<Instant> date = FeedDate.parse(child.getText());
          if (date.isPresent()) {
            return date;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> dateText(List<Element> children) {
    for (String name : DATES) {
      for (Element child : children) {
        if (child.getName().equalsIgnoreCase(name) && !child.getText().isBlank()) {
          return Optional.of(child.getText().strip());
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The link to the page that an Atom entry stands for (RFC 4287, section 4.2.7.2), HTML before
   * others.
   */
  private static Optional<Element> alternate(Element entry) {
    Element first = null;
    for (Element link : links(entry)) {
      if (Set.of("", "alternate").contains(attribute(link, "rel"))) {
        if (PAGE_TYPES.contains(attribute(link, "type").toLowerCase(Locale.ROOT))) {
          return Optional.of(link);
        }
        first = first == null ? link : first;
      }
    }
    return Optional.ofNullable(first);
  }

  /** A feed at hand, without an address, is taken to lie where it says its site is. */
  private Optional<BaseAddress> ownAddress(List<Element> links) {
    if (BaseAddress.isHttp(address)) {
      return Optional.of(new BaseAddress(address));
    }
    for (Element link : links) {
      Optional<String> own =
          NOWHERE.resolve(link.getText().isBlank() ? attribute(link, "href") : link.getText());
      if (own.isPresent()) {
        return own.map(BaseAddress::new);
      }
    }
    return Optional.empty();
  }

  /** The links of the feed itself, in Atom and in RSS. */
  private static List<Element> feedLinks(Element root) {
    List<Element> links = links(root);
    for (Element child : root.getChildren()) {
      if (child.getName().equals("channel")) {
        links.addAll(links(child));
      }
    }
    return links;
  }

  private static List<Element> links(Element parent) {
    List<Element> links = new ArrayList<>();
    for (Element child : parent.getChildren()) {
      if (child.getName().equals("link")) {
        links.add(child);
      }
    }
    return links;
  }

  private static BaseAddress of(Element element, BaseAddress base) {
    String named = element.getAttributeValue("base", Namespace.XML_NAMESPACE);
    return named == null ? base : base.with(named);
  }

  private static boolean isVoid(Element element) {
    return element.getAttributes().isEmpty()
        && element.getChildren().isEmpty()
        && element.getText().isBlank();
  }

  private static String attribute(Element element, String name) {
    return element.getAttributeValue(name, "").strip();
  }
}
