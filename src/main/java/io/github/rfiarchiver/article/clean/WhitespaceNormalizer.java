package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.article.DoubleEncodedEntities;
import io.github.rfiarchiver.article.TreeEdits;
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
 * Folds blanks and drops what is empty, in markup that has passed the safelist. A blank at the edge
 * of a line goes, a run of them inside it is one; a line ends where a block begins or ends, and at
 * {@code br}.
 */
final class WhitespaceNormalizer {
  private static final Set<String> INLINE =
      Set.of("strong", "em", "b", "i", "u", "s", "sub", "sup", "a", "img", "audio", "br");

  /** Kept though empty, as long as their table holds anything: they give it its shape. */
  private static final Set<String> TABLE_PARTS = Set.of("thead", "tbody", "tr", "td", "th");

  private static final Pattern LINE_END = Pattern.compile("\r\n?");
  private static final Pattern FIRST_LINES = Pattern.compile("^\n+");

  private final TreeEdits edits = new TreeEdits();
  private boolean afterBlank = true;
  private @Nullable TextNode endingInBlank;

  private WhitespaceNormalizer() {}

  /** Tidies everything below {@code article}, which stays, whatever it holds. */
  static void tidy(Element article) {
    dropEmpty(article);
    dropBreaksAtEdges(article);
    WhitespaceNormalizer lines = new WhitespaceNormalizer();
    lines.fold(article);
    lines.edits.apply();
    collapseBoxes(article);
  }

  /**
   * Removes what holds neither words nor media, and says whether anything is left in {@code box}.
   */
  private static boolean dropEmpty(Element box) {
    boolean full = false;
    boolean changed = false;
    List<Node> kept = new ArrayList<>(box.childNodeSize());
    for (Node node : box.childNodes()) {
      boolean empty = false;
      if (node instanceof TextNode text) {
        full |= !Whitespace.isBlank(text.getWholeText());
      } else if (node instanceof Element element) {
        String name = element.normalName();
        boolean holds = name.equals("hr") || Sanitizer.SOURCED.contains(name) || dropEmpty(element);
        full |= holds;
        empty = !holds && !name.equals("br") && !TABLE_PARTS.contains(name);
        if (empty && INLINE.contains(name)) {
          kept.addAll(element.childNodes()); // it may stand in the middle of a word
          element.empty();
        } else if (empty) {
          kept.add(new TextNode(" ")); // what it stood between is not run together
        }
      }
      if (!empty) {
        kept.add(node);
      }
      changed |= empty;
    }
    if (changed) {
      TreeEdits.setChildren(box, kept);
    }
    return full;
  }

  private static void dropBreaksAtEdges(Element article) {
    for (boolean forwards : new boolean[] {true, false}) {
      TreeEdits edits = new TreeEdits();
      dropBreaks(article, forwards, true, edits);
      edits.apply();
    }
  }

  /**
   * Removes the breaks with no words between them and the edge of their line.
   *
   * @param forwards whether the edge is the beginning of the line; otherwise its end
   * @param atEdge whether {@code box} opens at the edge
   */
  private static void dropBreaks(Element box, boolean forwards, boolean atEdge, TreeEdits edits) {
    boolean edge = atEdge;
    int size = box.childNodeSize();
    for (int i = 0; i < size; i++) {
      Node node = box.childNode(forwards ? i : size - 1 - i);
      if (node instanceof TextNode text) {
        edge &= Whitespace.isBlank(text.getWholeText());
      } else if (node instanceof Element element) {
        boolean inline = INLINE.contains(element.normalName());
        if (!element.normalName().equals("br")) {
          dropBreaks(element, forwards, edge || !inline, edits);
          edge = !inline;
        } else if (edge) {
          edits.remove(element);
        }
      }
    }
  }

  /**
   * Takes comments out of everything below {@code article}, joins the text that they stood between,
   * decodes what was encoded twice, and leaves control characters out.
   */
  static void decode(Element article) {
    for (Element box : article.getAllElements()) {
      List<Node> kept = new ArrayList<>(box.childNodeSize());
      StringBuilder words = new StringBuilder();
      for (Node node : box.childNodes()) {
        if (node instanceof TextNode text) {
          if (words.length() == 0 && (kept.isEmpty() || !(last(kept) instanceof TextNode))) {
            kept.add(text);
          }
          words.append(text.getWholeText());
        } else if (!(node instanceof Comment)) {
          decode(kept, words);
          kept.add(node);
        }
      }
      decode(kept, words);
      if (kept.size() < box.childNodeSize()) {
        TreeEdits.setChildren(box, kept);
      }
    }
  }

  /** Ends a run of texts, whose first is the last that was kept. */
  private static void decode(List<Node> kept, StringBuilder words) {
    if (!kept.isEmpty() && last(kept) instanceof TextNode text) {
      String decoded = DoubleEncodedEntities.decoded(Whitespace.withoutControls(words.toString()));
      if (!decoded.equals(text.getWholeText())) {
        text.text(decoded);
      }
    }
    words.setLength(0);
  }

  private static Node last(List<Node> nodes) {
    return nodes.get(nodes.size() - 1);
  }

  private void fold(Element box) {
    for (Node node : box.childNodes()) {
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
    afterBlank = Whitespace.append(folded, text.getWholeText(), afterBlank);
    if (folded.length() == 0) {
      edits.remove(text);
      return;
    }
    text.text(folded.toString());
    endingInBlank = afterBlank ? text : null;
  }

  private void endLine() {
    if (endingInBlank != null) {
      String line = endingInBlank.getWholeText();
      if (line.length() == 1) {
        edits.remove(endingInBlank);
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
        String text = Whitespace.withoutControls(element.attr(name));
        element.attr(name, Whitespace.folded(DoubleEncodedEntities.decoded(text)));
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
    TreeEdits edits = new TreeEdits();
    for (Element box : article.getElementsByTag("div")) {
      Element parent = box.parent();
      if (parent != null
          && parent.normalName().equals("div")
          && !parent.equals(article)
          && parent.childNodeSize() == 1) {
        edits.unwrap(parent);
      }
    }
    edits.apply();
  }
}
