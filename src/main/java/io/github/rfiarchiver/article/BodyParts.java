package io.github.rfiarchiver.article;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a cleaned body. In the mirror's shape it starts with the printed date, the lead
 * picture and the lede, each optional; a column names its author.
 *
 * @param leadPicture the picture before the text, in its figure where it has a caption; null
 *     without one
 * @param lede the bold paragraph before the body; null without one
 * @param rest the {@code body} with what is after them, without the author lines
 * @param authors the author lines
 */
public record BodyParts(
    @Nullable Element leadPicture, @Nullable Element lede, Element rest, List<Element> authors) {
  /** The longest name in an author line, in characters. */
  public static final int LONGEST_AUTHOR = 60;

  private static final Pattern AUTHOR = Pattern.compile("作者[:：].{1," + LONGEST_AUTHOR + "}");

  /** Splits a cleaned body. */
  public static BodyParts of(String cleaned) {
    Element body = Html.body(cleaned);
    List<Element> authors =
        body.getElementsByTag("div").stream().filter(BodyParts::isAuthorLine).toList();
    take(body, next -> next.nameIs("div") && PrintedDate.parse(next.text()).isPresent());
    Element picture =
        take(
            body,
            next ->
                next.nameIs("img") || (next.nameIs("figure") && next.selectFirst("img") != null));
    Element lede = take(body, next -> next.nameIs("p") && isBold(next));
    authors.forEach(Node::remove);
    return new BodyParts(picture, lede, body, authors);
  }

  /** Removes and returns the first node where it is an element that matches, else null. */
  private static @Nullable Element take(Element body, Predicate<Element> kind) {
    if (body.firstChild() instanceof Element next && kind.test(next)) {
      next.remove();
      return next;
    }
    return null;
  }

  /** Whether a paragraph looks like a lede: one strong element and no other text. */
  public static boolean isBold(Element paragraph) {
    return paragraph.childrenSize() == 1
        && paragraph.child(0).normalName().equals("strong")
        && Whitespace.isBlank(paragraph.ownText());
  }

  /** Whether an element is an author line: {@code 作者：} and a name, in only text and links. */
  public static boolean isAuthorLine(Element box) {
    return box.firstChild() instanceof TextNode
        && box.children().stream().allMatch(child -> child.normalName().equals("a"))
        && AUTHOR.matcher(Whitespace.removed(box.wholeText())).matches();
  }
}
