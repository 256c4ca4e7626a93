package io.github.rfiarchiver.article;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * Folds blanks and drops what is empty, in markup that has passed the safelist. A blank at the edge
 * of a line goes, a run of them inside it is one; a line ends where a block begins or ends, and at
 * {@code br}.
 */
final class Tidying {
  private static final Set<String> INLINE =
      Set.of("strong", "em", "b", "i", "u", "s", "sub", "sup", "a", "img", "audio", "br");

  /** Kept though empty, as long as their table holds anything: they give it its shape. */
  private static final Set<String> TABLE_PARTS = Set.of("thead", "tbody", "tr", "td", "th");

  private static final Pattern LINE_END = Pattern.compile("\r\n?");
  private static final Pattern FIRST_LINES = Pattern.compile("^\n+");

  private boolean afterBlank = true;
  private @Nullable TextNode endingInBlank;

  private Tidying() {}

  /** Tidies everything below {@code article}, which stays, whatever it holds. */
  static void tidy(Element article) {
    dropEmpty(article);
    dropBreaksAtEdges(article);
    new Tidying().fold(article);
    collapseBoxes(article);
  }

  /**
   * Removes what holds neither words nor media, and says whether anything is left in {@code box}.
   */
  private static boolean dropEmpty(Element box) {
    boolean full = false;
    for (Node node : List.copyOf(box.childNodes())) {
      if (node instanceof TextNode text) {
        full |= !Blanks.isBlank(text.getWholeText());
      } else if (node instanceof Element element) {
        String name = element.normalName();
        if (name.equals("hr") || SafeMarkup.SOURCED.contains(name) || dropEmpty(element)) {
          full = true;
        } else if (INLINE.contains(name)) {
          if (!name.equals("br")) {
            element.unwrap(); // its blanks and breaks stay: it may stand in the middle of a word
          }
        } else if (!TABLE_PARTS.contains(name)) {
          element.replaceWith(new TextNode(" ")); // what it stood between is not run together
        }
      }
    }
    return full;
  }

  private static void dropBreaksAtEdges(Element article) {
    List<Element> breaks = Nodes.named("br", article);
    for (Element br : breaks) {
      if (isEdge(br, false)) {
        br.remove();
      }
    }
    for (int i = breaks.size() - 1; i >= 0; i--) {
      if (breaks.get(i).hasParent() && isEdge(breaks.get(i), true)) {
        breaks.get(i).remove();
      }
    }
  }

  /** Whether no words stand between a node and the edge of its line, forwards or backwards. */
  private static boolean isEdge(Node node, boolean forwards) {
    Node next = forwards ? node.nextSibling() : node.previousSibling();
    while (next instanceof TextNode text && Blanks.isBlank(text.getWholeText())) {
      next = forwards ? next.nextSibling() : next.previousSibling();
    }
    if (next != null) {
      return next instanceof Element element && !INLINE.contains(element.normalName());
    }
    Node parent = node.parent();
    return !(parent instanceof Element element)
        || !INLINE.contains(element.normalName())
        || isEdge(element, forwards);
  }

  /**
   * Takes comments out of everything below {@code article}, joins the text that they stood between,
   * decodes what was encoded twice, and leaves control characters out.
   */
  static void decode(Element article) {
    List<Node> nodes = Nodes.below(article);
    for (Node node : nodes) {
      if (node instanceof Comment) {
        node.remove();
      }
    }
    for (Node node : nodes) {
      if (node instanceof TextNode text && text.hasParent()) {
        decode(text);
      }
    }
  }

  private static void decode(TextNode text) {
    String words = text.getWholeText();
    String whole = withoutNeighbours(text, words);
    String decoded = TwiceEncoded.decoded(Blanks.withoutControls(whole));
    if (!decoded.equals(words)) {
      text.text(decoded);
    }
  }

  /** What a text and those that follow it say; they are taken out. */
  private static String withoutNeighbours(TextNode text, String words) {
    if (!(text.nextSibling() instanceof TextNode)) {
      return words;
    }
    StringBuilder whole = new StringBuilder(words);
    while (text.nextSibling() instanceof TextNode more) {
      whole.append(more.getWholeText());
      more.remove();
    }
    return whole.toString();
  }

  private void fold(Element box) {
    for (Node node : List.copyOf(box.childNodes())) {
      if (node instanceof TextNode text) {
        fold(text);
      } else if (node instanceof Element element) {
        boolean inline = INLINE.contains(element.normalName());
        if (!inline || element.normalName().equals("br")) {
          endLine();
        }
        foldAttributes(element);
        if (element.normalName().equals("pre")) {
          keepLines(element);
        } else {
          fold(element);
        }
        if (!inline) {
          endLine();
        } else if (element.childNodeSize() == 0 && !element.normalName().equals("br")) {
          afterBlank = false; // a picture is as good as a word
          endingInBlank = null;
        }
      }
    }
    if (!INLINE.contains(box.normalName())) {
      endLine();
    }
  }

  private void fold(TextNode text) {
    StringBuilder folded = new StringBuilder();
    afterBlank = Blanks.append(folded, text.getWholeText(), afterBlank);
    if (folded.length() == 0) {
      text.remove();
      return;
    }
    text.text(folded.toString());
    endingInBlank = afterBlank ? text : null;
  }

  private void endLine() {
    if (endingInBlank != null) {
      String line = endingInBlank.getWholeText();
      if (line.length() == 1) {
        endingInBlank.remove();
      } else {
        endingInBlank.text(line.substring(0, line.length() - 1));
      }
    }
    endingInBlank = null;
    afterBlank = true;
  }

  private static void foldAttributes(Element element) {
    if (element.attributesSize() == 0) {
      return;
    }
    for (String name : List.of("alt", "title")) {
      if (element.hasAttr(name)) {
        String text = Blanks.withoutControls(element.attr(name));
        element.attr(name, Blanks.folded(TwiceEncoded.decoded(text)));
      }
    }
  }

  /** Preformatted text keeps its blanks, but for the line feeds that a parser would swallow. */
  private static void keepLines(Element pre) {
    boolean[] first = {true};
    pre.forEachNode(
        node -> {
          if (node instanceof TextNode text) {
            String lines =
                LINE_END.matcher(text.getWholeText()).replaceAll("\n").replace('\u00a0', ' ');
            text.text(first[0] ? FIRST_LINES.matcher(lines).replaceFirst("") : lines);
            first[0] = false;
          }
        });
  }

  /** A {@code div} that holds one {@code div} and nothing else is that one. */
  private static void collapseBoxes(Element article) {
    for (Element box : Nodes.named("div", article)) {
      Element parent = box.parent();
      if (parent != null
          && parent.normalName().equals("div")
          && !parent.equals(article)
          && parent.childNodeSize() == 1) {
        parent.unwrap();
      }
    }
  }
}
