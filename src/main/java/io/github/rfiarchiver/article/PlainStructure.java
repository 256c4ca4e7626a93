package io.github.rfiarchiver.article;

import java.util.Set;
import org.jsoup.nodes.Element;

/**
 * Tells whether markup, written out and read again, gives the same tree for sure: blocks stand in
 * blocks, words in paragraphs, and nothing needs the repairs that HTML parsers make (HTML, section
 * 13.2.6). It says no where it is not sure.
 */
public final class PlainStructure {
  private static final Set<String> BLOCKS =
      Set.of("div", "blockquote", "ul", "ol", "figure", "figcaption", "hr");
  private static final Set<String> PARAGRAPHS = Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6");
  private static final Set<String> EMPHASIS =
      Set.of("strong", "em", "b", "i", "u", "s", "sub", "sup");
  private static final Set<String> VOID = Set.of("img", "audio", "br");
  private static final Set<String> LISTS = Set.of("ul", "ol");
  private static final int DEEP = 100;

  private PlainStructure() {}

  public static boolean readsBack(Element root) {
    return readsBack(root, false, false, 0);
  }

  /**
   * @param inLine whether an element around it takes words alone
   * @param inLink whether a link is around it
   */
  private static boolean readsBack(Element box, boolean inLine, boolean inLink, int depth) {
    for (int i = 0; i < box.childNodeSize(); i++) {
      if (!(box.childNode(i) instanceof Element child)) {
        continue;
      }
      String name = child.normalName();
      boolean paragraph = PARAGRAPHS.contains(name);
      boolean emphasis = EMPHASIS.contains(name);
      boolean link = name.equals("a");
      boolean item = name.equals("li") && LISTS.contains(box.normalName());
      boolean fits =
          emphasis
              || VOID.contains(name)
              || (link && !inLink)
              || (!inLine && (paragraph || item || BLOCKS.contains(name)));
      if (!fits
          || depth > DEEP
          || !readsBack(child, inLine || paragraph || emphasis, inLink || link, depth + 1)) {
        return false;
      }
    }
    return true;
  }
}
