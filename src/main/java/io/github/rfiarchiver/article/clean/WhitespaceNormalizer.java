package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.article.DoubleEncodedEntities;
import io.github.rfiarchiver.article.Whitespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * Normalizes whitespace and removes empty elements in sanitized markup. Whitespace at the start and
 * end of a line is removed, and each run inside becomes one space. A line ends where a block starts
 * or ends, and at {@code br}.
 */
final class WhitespaceNormalizer {
  /** Kept while empty where their table has content, since they define its grid. */
  private static final Set<String> TABLE_PARTS = Set.of("thead", "tbody", "tr", "td", "th");

  private static final Pattern LINE_END = Pattern.compile("\r\n?");
  private static final Pattern FIRST_LINES = Pattern.compile("^\n+");

  private boolean afterBlank = true;
  private @Nullable TextNode lastTextWithBlank;

  private WhitespaceNormalizer() {}

  /**
   * Removes comments and control characters, joins the text around a comment or an unwrapped
   * element where a rule may match its beginning, and decodes doubly encoded entities.
   */
  static void decode(Element article) {
    for (Node node : article.nodeStream().toList()) {
      if (node instanceof Comment) {
        node.remove();
      } else if (node instanceof TextNode text) {
        if (text.previousSibling() instanceof TextNode before
            && before.getWholeText().length() <= CleaningRules.LABEL) {
          text.text(before.getWholeText() + text.getWholeText());
          before.remove();
        }
        text.text(DoubleEncodedEntities.decode(Whitespace.withoutControls(text.getWholeText())));
      }
    }
  }

  /** Normalizes everything inside {@code article}; the element itself stays. */
  static void normalize(Element article) {
    removeEmpty(article);
    List<Element> breaks = new ArrayList<>();
    breaksAtEdge(article, true, true, breaks);
    breaksAtEdge(article, false, true, breaks);
    breaks.forEach(Node::remove);
    WhitespaceNormalizer lines = new WhitespaceNormalizer();
    lines.collapse(article);
    lines.endLine();
    unwrapNestedBoxes(article);
  }

  /** Removes elements without text, media or a rule; returns whether {@code box} has any. */
  private static boolean removeEmpty(Element box) {
    boolean full = false;
    List<Node> kept = new ArrayList<>();
    for (Node node : box.childNodes()) {
      if (!(node instanceof Element element)) {
        kept.add(node);
        full |= node instanceof TextNode text && !isInvisible(text.getWholeText());
        continue;
      }
      String name = element.normalName();
      boolean holds = name.equals("hr") || Sanitizer.SOURCED.contains(name) || removeEmpty(element);
      full |= holds;
      if (holds || name.equals("br") || TABLE_PARTS.contains(name)) {
        kept.add(element);
      } else if (Sanitizer.INLINE.contains(name)) {
        kept.addAll(element.childNodes()); // without a space, since it may be inside a word
        element.empty();
      } else {
        kept.add(new TextNode(" ")); // the texts around a block stay separate
      }
    }
    box.empty();
    box.appendChildren(kept);
    return full;
  }

  private static boolean isInvisible(String text) {
    return text.chars().allMatch(c -> Whitespace.isBlank(c) || Whitespace.isZeroWidth(c));
  }

  /**
   * Collects the breaks at the start or end of a line, without text before or after them.
   *
   * @param forwards true for the start of lines, false for their end
   * @param atEdge whether {@code box} starts at that edge of a line
   */
  private static void breaksAtEdge(
      Element box, boolean forwards, boolean atEdge, List<Element> breaks) {
    boolean edge = atEdge;
    int size = box.childNodeSize();
    for (int i = 0; i < size; i++) {
      Node node = box.childNode(forwards ? i : size - 1 - i);
      if (node instanceof TextNode text) {
        edge &= Whitespace.isBlank(text.getWholeText());
      } else if (node instanceof Element element) {
        boolean inline = Sanitizer.INLINE.contains(element.normalName());
        if (!element.normalName().equals("br")) {
          breaksAtEdge(element, forwards, edge || !inline, breaks);
          edge = !inline;
        } else if (edge) {
          breaks.add(element);
        }
      }
    }
  }

  private void collapse(Element box) {
    for (Node node : box.childNodes()) {
      if (node instanceof TextNode text) {
        collapse(text);
      } else if (node instanceof Element element) {
        collapse(element, element.normalName());
      }
    }
  }

  private void collapse(Element element, String name) {
    boolean inline = Sanitizer.INLINE.contains(name);
    boolean endsLine = !inline || name.equals("br");
    if (endsLine) {
      endLine();
    }
    collapseAttribute(element, "alt");
    collapseAttribute(element, "title");
    if (name.equals("pre")) {
      keepLines(element);
    } else {
      collapse(element);
    }
    if (endsLine) {
      endLine();
    } else if (element.childNodeSize() == 0) {
      afterBlank = false; // a picture counts as a word
      lastTextWithBlank = null;
    }
  }

  private void collapse(TextNode text) {
    StringBuilder collapsed = new StringBuilder();
    afterBlank = Whitespace.append(collapsed, text.getWholeText(), afterBlank);
    text.text(collapsed.toString());
    if (collapsed.length() > 0) {
      lastTextWithBlank = afterBlank ? text : null;
    }
  }

  private void endLine() {
    if (lastTextWithBlank != null) {
      String line = lastTextWithBlank.getWholeText();
      lastTextWithBlank.text(line.substring(0, line.length() - 1));
    }
    lastTextWithBlank = null;
    afterBlank = true;
  }

  private static void collapseAttribute(Element element, String name) {
    if (element.hasAttr(name)) {
      String text = Whitespace.withoutControls(element.attr(name));
      element.attr(name, Whitespace.collapsed(DoubleEncodedEntities.decode(text)));
    }
  }

  /** Keeps whitespace in preformatted text, except leading line feeds, which parsers drop. */
  private static void keepLines(Element pre) {
    boolean first = true;
    for (TextNode text : pre.nodeStream(TextNode.class).toList()) {
      String lines = LINE_END.matcher(text.getWholeText()).replaceAll("\n").replace('\u00a0', ' ');
      text.text(first ? FIRST_LINES.matcher(lines).replaceFirst("") : lines);
      first = false;
    }
  }

  /** Replaces a {@code div} whose only content is a {@code div} by the inner one. */
  private static void unwrapNestedBoxes(Element article) {
    for (Element box : article.getElementsByTag("div")) {
      Element parent = box.parent();
      if (parent != null && parent.normalName().equals("div") && isAlone(box, parent)) {
        box.unwrap();
      }
    }
  }

  private static boolean isAlone(Element box, Element parent) {
    return parent.childNodes().stream()
        .allMatch(
            node ->
                node == box || (node instanceof TextNode text && text.getWholeText().isEmpty()));
  }
}
