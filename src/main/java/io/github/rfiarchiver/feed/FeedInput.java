package io.github.rfiarchiver.feed;

import com.rometools.rome.feed.WireFeed;
import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.SAXBuilder;
import com.rometools.rome.io.WireFeedInput;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdom2.Document;
import org.jdom2.Element;
import org.jdom2.Namespace;
import org.jdom2.UncheckedJDOMFactory;
import org.jdom2.output.XMLOutputter;

/**
 * Rome's reader, given no more of a document than an archive needs. What else a feed says of itself
 * ({@code skipHours}, {@code cloud}, {@code sy:updatePeriod}, enclosures …) costs Rome time, and
 * where it is not as specified costs the feed: Rome fails on it whole. Links and dates are read
 * here, for Rome resolves links in Atom alone and is slow and lenient in reading dates.
 */
final class FeedInput extends WireFeedInput {
  private static final Set<String> OF_FEED =
      Set.of("channel", "item", "entry", "title", "link", "id");
  private static final Set<String> OF_ENTRY =
      Set.of("title", "link", "guid", "id", "description", "encoded", "summary", "content");

  /** By these names a date is one of publication, and where there is none, one of change. */
  private static final List<String> DATES =
      List.of("pubdate", "published", "issued", "date", "created", "updated", "modified");

  private static final Set<String> PAGE_TYPES = Set.of("", "text/html", "application/xhtml+xml");

  /** Rome hands on what stands in a name space that it does not know. */
  private static final Namespace OWN = Namespace.getNamespace("urn:x-rfi-archiver");

  private final String address;

  /**
   * @param address where the feed came from
   * @param healing whether Rome mends entities that XML does not know
   */
  FeedInput(String address, boolean healing) {
    super(false, Locale.US);
    this.address = address;
    setXmlHealerOn(healing);
    setAllowDoctypes(false);
  }

  /** The date of an entry: that of its publication, else that of its last change. */
  static Optional<Instant> published(SyndEntry entry) {
    return entry.getForeignMarkup().stream()
        .filter(element -> element.getNamespace().equals(OWN))
        .map(element -> Instant.parse(element.getText()))
        .findFirst();
  }

  /** Rome's builder of trees; what {@link XmlText} and the parser have checked is not once more. */
  @Override
  protected SAXBuilder createSAXBuilder() {
    SAXBuilder builder = super.createSAXBuilder();
    builder.setJDOMFactory(new UncheckedJDOMFactory());
    return builder;
  }

  @Override
  public WireFeed build(Document document) throws FeedException {
    Element root = document.getRootElement();
    BaseAddress given = new BaseAddress(address);
    BaseAddress base = of(root, given.resolve(address).isPresent() ? given : ownAddress(root));
    trim(root, base, root.getName().equals("feed"));
    return super.build(document);
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
    Optional<Element> page = atom ? alternate(entry) : Optional.empty();
    for (Element child : children) {
      String name = child.getName();
      if (!OF_ENTRY.contains(name) || isVoid(child)) {
        child.detach();
      } else if (name.equals("link")) {
        if (!atom) {
          child.setText(of(child, base).resolve(child.getText()).orElse(""));
        } else if (page.filter(child::equals).isPresent()) {
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
    date.ifPresent(
        moment -> entry.addContent(new Element("published", OWN).setText(moment.toString())));
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

  /**
   * The link to the page that an Atom entry stands for (RFC 4287, section 4.2.7.2), HTML before
   * others.
   */
  private static Optional<Element> alternate(Element entry) {
    List<Element> alternates =
        links(entry)
            .filter(link -> Set.of("", "alternate").contains(attribute(link, "rel")))
            .toList();
    return alternates.stream()
        .filter(link -> PAGE_TYPES.contains(attribute(link, "type").toLowerCase(Locale.ROOT)))
        .findFirst()
        .or(() -> alternates.stream().findFirst());
  }

  /** A feed at hand, without an address, is taken to lie where it says its site is. */
  private static BaseAddress ownAddress(Element root) {
    return Stream.concat(links(root), root.getChildren().stream().flatMap(FeedInput::links))
        .map(link -> link.getText().isBlank() ? attribute(link, "href") : link.getText())
        .flatMap(link -> new BaseAddress("").resolve(link).stream())
        .findFirst()
        .map(BaseAddress::new)
        .orElse(new BaseAddress(""));
  }

  private static Stream<Element> links(Element parent) {
    return parent.getChildren().stream().filter(child -> child.getName().equals("link"));
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
