package io.github.rfiarchiver.article;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;

/**
 * A cleaned body, told apart: in the mirror's shape it opens with the printed date, the lead
 * picture and the lede, each of which may be missing, and a column names its author.
 *
 * @param printedDate as it is printed
 * @param leadPicture the picture in front of the text, in its figure where it has a caption
 * @param lede the paragraph all in bold in front of the body
 * @param rest what follows, in order, the author lines left out
 * @param authors the author lines
 */
public record BodyParts(
    Optional<String> printedDate,
    Optional<Element> leadPicture,
    Optional<Element> lede,
    List<Node> rest,
    List<Element> authors) {
  private static final Pattern AUTHOR = Pattern.compile("作者[:：].{1,60}");

  public BodyParts {
    rest = List.copyOf(rest);
    authors = List.copyOf(authors);
  }

  public static BodyParts of(String cleaned) {
    return of(Parser.htmlParser().parseInput(cleaned, "").body());
  }

  private static BodyParts of(Element body) {
    List<Node> rest = new ArrayList<>(body.childNodes());
    Optional<Element> date =
        next(rest, "div").filter(div -> PrintedDate.parse(div.text()).isPresent());
    date.ifPresent(rest::remove);
    Optional<Element> picture =
        next(rest, "img").or(() -> next(rest, "figure").filter(f -> f.selectFirst("img") != null));
    picture.ifPresent(rest::remove);
    Optional<Element> lede = next(rest, "p").filter(BodyParts::isBold);
    lede.ifPresent(rest::remove);
    List<Element> authors =
        body.getElementsByTag("div").stream().filter(BodyParts::namesAuthor).toList();
    Set<Node> lines = new HashSet<>(authors);
    rest.removeIf(lines::contains);
    TreeEdits edits = new TreeEdits();
    authors.forEach(edits::remove);
    edits.apply();
    return new BodyParts(date.map(Element::text), picture, lede, rest, authors);
  }

  private static Optional<Element> next(List<Node> nodes, String name) {
    return nodes.isEmpty() || !(nodes.get(0) instanceof Element e) || !e.normalName().equals(name)
        ? Optional.empty()
        : Optional.of(e);
  }

  /** Whether a paragraph is a lede by its form: one strong element and nothing beside it. */
  public static boolean isBold(Element paragraph) {
    return paragraph.childrenSize() == 1
        && paragraph.child(0).normalName().equals("strong")
        && Whitespace.isBlank(paragraph.ownText());
  }

  /** An author line is short, and holds nothing but words and links. */
  private static boolean namesAuthor(Element box) {
    return box.firstChild() instanceof TextNode
        && box.children().stream().allMatch(child -> child.normalName().equals("a"))
        && AUTHOR.matcher(Whitespace.removed(box.wholeText())).matches();
  }
}
