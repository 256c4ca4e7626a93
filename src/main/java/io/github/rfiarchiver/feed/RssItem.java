package io.github.rfiarchiver.feed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdom2.Element;
import org.jdom2.JDOMFactory;
import org.jdom2.Namespace;
import org.jdom2.UncheckedJDOMFactory;
import org.jdom2.filter.Filters;
import org.jspecify.annotations.Nullable;

/**
 * Converts an entry of any feed to an item of RSS 2.0, which Rome always reads. It contains only
 * what an archive needs. Elements are matched by their local names, except those of modules in
 * which the names mean something else ({@code media:title}).
 */
final class RssItem {
  private static final Namespace CONTENT =
      Namespace.getNamespace("content", "http://purl.org/rss/1.0/modules/content/");

  private static final JDOMFactory UNCHECKED = new UncheckedJDOMFactory();

  /**
   * Parts of the namespaces, or prefixes, of modules whose titles and texts are not the entry's.
   */
  private static final List<String> FOREIGN =
      List.of(
          ("mrss media itunes google podcast excerpt opensearch georss slash youtube"
                  + " purl.org/rss/1.0/modules/")
              .split(" "));

  /** Parts of the namespaces of known modules; XmlRepair declares their prefixes, too. */
  private static final List<String> MODULES =
      List.of(
          ("/atom purl.org/dc/ purl.org/rss/1.0/modules/content xhtml"
                  + " undeclared:atom undeclared:dc undeclared:content")
              .split(" "));

  /** The elements whose type may be a sound. */
  private static final Set<String> ENCLOSING = Set.of("enclosure", "link", "content");

  private static final Set<String> LINKS = Set.of("href", "src", "poster");

  /** The URL of a sound, whose type may be missing or too general. */
  private static final Pattern SOUND_FILE =
      Pattern.compile("(?i)[^?#]+\\.(?:mp3|m4a|aac|og[ga]|opus|wav)(?:[?#].*)?");

  /** The author of RSS 2.0, {@code name@host (Name)}, or {@code Name <name@host>}. */
  private static final Pattern MAILBOX =
      Pattern.compile(
          "^\\S{1,99}@\\S{1,99}\\s{0,9}\\((.+)\\)$|^([^<>]{1,99}?)\\s{0,9}<\\S{1,99}@\\S{1,99}>$");

  /** The parts of a person; Atom 0.3 says url for uri. */
  private static final Set<String> PERSON = Set.of("name", "uri", "url", "email");

  private static final String DESCRIPTIONS = "description summary";

  /** The names of dates, in order: of publication first, then of changes. */
  private static final List<String> DATES =
      List.of("pubdate", "published", "issued", "date", "created", "updated", "modified");

  private static final Pattern PAGE_TYPE =
      Pattern.compile("(?:(?:text/html|application/xhtml\\+xml)\\s*(?:;.*)?)?");

  /** A guid that is a URL or a path. */
  private static final Pattern URL_OR_PATH = Pattern.compile("/|(?i:https?)://");

  private final Element entry;
  private final boolean isAtom;
  private final BaseUrl base;
  private final Map<String, List<Element>> parts;

  /** The item, for Rome. */
  final Element item = new Element("item");

  /** The date of publication, else that of the last change. */
  final @Nullable Instant published;

  /** The dates that cannot be parsed, as the entry has them. */
  final List<String> unreadable = new ArrayList<>();

  /** The base URL of the body, where {@code xml:base} names it. */
  final @Nullable String bodyBase;

  /**
   * @param base the base URL of the feed
   */
  RssItem(Element entry, boolean isAtom, BaseUrl base) {
    this.entry = entry;
    this.isAtom = isAtom;
    this.base = base.of(entry);
    parts =
        entry.getChildren().stream()
            .filter(child -> rank(child) < 3)
            .sorted(Comparator.comparing(this::rank))
            .collect(Collectors.groupingBy(RssItem::local));
    first(named("title").map(title -> EntryText.title(title, isAtom)))
        .ifPresent(title -> add("title", title));
    link().ifPresent(link -> add("link", link));
    guid().ifPresent(guid -> add("guid", guid));
    bodyBase = addBody();
    author().ifPresent(author -> add("author", author));
    addEnclosures();
    published = date();
  }

  private void add(String name, String text) {
    add(new Element(name), text);
  }

  private void add(Element part, String text) {
    item.addContent(part.addContent(UNCHECKED.text(text))); // setText would check it again
  }

  /**
   * The elements of each name in turn: the entry's own first, then of known modules, then others.
   */
  private Stream<Element> named(String... names) {
    return Stream.of(names).flatMap(name -> parts.getOrDefault(name, List.of()).stream());
  }

  private int rank(Element child) {
    String uri = child.getNamespaceURI().toLowerCase(Locale.ROOT);
    if (child.getNamespacePrefix().equals(entry.getNamespacePrefix())) {
      return 0;
    }
    if (MODULES.stream().anyMatch(uri::contains)) {
      return 1;
    }
    String either = uri + " " + child.getNamespacePrefix().toLowerCase(Locale.ROOT);
    return FOREIGN.stream().anyMatch(either::contains) ? 3 : 2;
  }

  /**
   * The URL of the entry's page (RFC 4287, section 4.2.7.2; RSS 2.0: link), HTML before others. A
   * link without a URL is ignored. A guid may be a path. The URL of the entry itself is better than
   * none.
   */
  private Optional<String> link() {
    return Stream.of(
            named("link")
                .filter(link -> lower(link, "rel").matches("|(?:.*/)?alternate")) // also as an IRI
                .sorted(
                    Comparator.comparing(
                        link -> !PAGE_TYPE.matcher(lower(link, "type")).matches())),
            named("guid", "id").filter(id -> URL_OR_PATH.matcher(id.getTextTrim()).lookingAt()),
            named("link").filter(link -> lower(link, "rel").equals("self")))
        .flatMap(links -> links)
        .flatMap(link -> base.of(link).resolve(href(link)).stream())
        .findFirst()
        .or(() -> guid().filter(BaseUrl::isHttp));
  }

  static String href(Element link) {
    String href = attribute(link, "href");
    return href.isEmpty() ? link.getText() : href;
  }

  private Optional<String> guid() {
    String about = attribute(entry, "about");
    // Not a method reference: it would keep JDOM, compiled for Java 5, out of the class data.
    return first(Stream.concat(named("guid", "id").map(id -> id.getTextTrim()), Stream.of(about)));
  }

  /**
   * Adds the content or the description, whichever has more text; of equal ones the first.
   *
   * @return the {@link #bodyBase}
   */
  private @Nullable String addBody() {
    Element body =
        named(("encoded content body fullitem fulltext full-text " + DESCRIPTIONS).split(" "))
            .filter(text -> !html(text).isBlank())
            .reduce((one, two) -> length(two) > length(one) ? two : one)
            .orElse(null);
    if (body == null) {
      return null;
    }
    resolveLinks(body, base.of(body), EntryText.DEEPEST);
    boolean isContent = !DESCRIPTIONS.contains(local(body));
    add(isContent ? new Element("encoded", CONTENT) : new Element("description"), html(body));
    BaseUrl own = base.of(body);
    if (body.getChildren().size() == 1) {
      own = own.of(body.getChildren().get(0)); // XHTML stands in one div (RFC 4287)
    }
    return own.isNamed() ? own.url() : null;
  }

  /** Resolves the links in elements with {@code xml:base}, which HTML does not have. */
  private static void resolveLinks(Element parent, BaseUrl base, int levels) {
    for (Element child : levels == 0 ? List.<Element>of() : parent.getChildren()) {
      BaseUrl own = base.of(child);
      for (String name : own.isNamed() ? LINKS : Set.<String>of()) {
        own.resolve(attribute(child, name)).ifPresent(url -> child.setAttribute(name, url));
      }
      resolveLinks(child, own, levels - 1);
    }
  }

  private int length(Element text) {
    return EntryText.length(html(text));
  }

  private String html(Element text) {
    return EntryText.html(text, isAtom);
  }

  /** The authors; in RSS the name of one may stand after an address. */
  private Optional<String> author() {
    return first(Stream.of("creator", "author").map(this::authors));
  }

  private String authors(String element) {
    return named(element)
        .flatMap(RssItem::name)
        .map(name -> EntryText.title(name, isAtom).strip())
        .map(name -> MAILBOX.matcher(name).replaceFirst("$1$2"))
        .filter(name -> !name.isEmpty())
        .distinct()
        .collect(Collectors.joining("、"));
  }

  /** The name of a person, which in Atom is one of its parts (RFC 4287, section 3.2). */
  private static Stream<Element> name(Element author) {
    List<Element> children = author.getChildren();
    return children.stream().anyMatch(child -> PERSON.contains(local(child)))
        ? children.stream().filter(child -> local(child).equals("name")).limit(1)
        : Stream.of(author);
  }

  private static Optional<String> first(Stream<String> texts) {
    return texts.filter(text -> !text.isBlank()).findFirst();
  }

  /** Adds the sounds: enclosures, links of Atom to them, media of MRSS. */
  private void addEnclosures() {
    for (Element element : entry.getDescendants(Filters.element())) {
      if (isSound(element)) {
        base.resolve(source(element))
            .ifPresent(url -> item.addContent(new Element("enclosure").setAttribute("url", url)));
      }
    }
  }

  private static boolean isSound(Element element) {
    if (lower(element, "type").startsWith("audio/") || lower(element, "medium").equals("audio")) {
      return ENCLOSING.contains(local(element));
    }
    return List.of(local(element), lower(element, "rel")).contains("enclosure")
        && SOUND_FILE.matcher(source(element)).matches();
  }

  private static String source(Element enclosure) {
    return first(
            Stream.of(attribute(enclosure, "url"), attribute(enclosure, "src"), href(enclosure)))
        .orElse("");
  }

  /** The first date that can be parsed: the entry's own and those of known modules first. */
  private @Nullable Instant date() {
    List<Element> dates =
        entry.getChildren().stream()
            .filter(child -> DATES.contains(local(child)) && !child.getText().isBlank())
            .sorted(
                Comparator.comparing((Element child) -> rank(child) > 1)
                    .thenComparing(child -> DATES.indexOf(local(child))))
            .toList();
    for (Element child : dates) {
      Optional<Instant> moment = FeedDate.parse(child.getText());
      if (moment.isPresent()) {
        return moment.get();
      }
      String date = child.getTextNormalize();
      unreadable.add(date.length() > 100 ? date.substring(0, 100) + "…" : date);
    }
    return null;
  }

  /** An element's name without its prefix, in lower case. */
  static String local(Element element) {
    return element.getName().toLowerCase(Locale.ROOT);
  }

  /** The value of an attribute in lower case; empty without one. */
  static String lower(Element element, String name) {
    return attribute(element, name).toLowerCase(Locale.ROOT);
  }

  private static String attribute(Element element, String name) {
    return element.getAttributes().stream()
        .filter(attribute -> attribute.getName().equalsIgnoreCase(name))
        .map(attribute -> attribute.getValue().strip())
        .findFirst()
        .orElse("");
  }
}
