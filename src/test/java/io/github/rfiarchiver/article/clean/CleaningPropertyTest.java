package io.github.rfiarchiver.article.clean;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.rfiarchiver.article.Whitespace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.junit.jupiter.api.Test;

/** Properties of cleaning, tested with random markup from fixed seeds. */
class CleaningPropertyTest {
  private static final int ARTICLES = 300;
  private static final int MUTANTS = 500;

  private static final List<String> JUNK =
      List.of(
          "<div class=\"m-interstitial\"></div>",
          "<div data-selfpromo-newsletter></div><div data-selfpromo-app></div>",
          "<divdata-tms-ad-type=\"box\"data-tms-ad-pos=\"1\"><span>广告</span><button title=\"举报\"><svg>"
              + "<style>.a{}</style></svg></button></div>",
          "<div class=\"m-block-ad__content\"></div></div></div><button data-readmore-unlocker><span>"
              + "继续浏览后续</span></button></div>",
          "<div><div>分享 :</div><div><a href=\"https://www.facebook.com/dialog/share?x\"><span></span></a>"
              + "<a href=\"whatsapp://send?text=x\"><span></span></a></div></div>",
          "<script>var a = '<p>没有</p>';</script>",
          "<svg><title>图标</title></svg>",
          "<!-- 注 -->",
          "<p>\u00a0</p>",
          "<img src=\"https://static.rfi.fr/meta_og_twcards/RFI_FB.png\">");

  private static final List<String> WORDS =
      List.of("桥", "广告", "Array", "WhatsApp", "分享：", "1984", "A & B", "“好”", "l'eau", "😀", "<3");

  private static final List<String> TOKENS =
      List.of(
          " ",
          "\u00a0",
          "\u3000",
          "\n",
          "桥",
          "Array",
          "&amp;quot;",
          "&amp;nbsp;",
          "\u0001",
          "<p>",
          "</p>",
          "<div>",
          "</div>",
          "<span>",
          "</span>",
          "<strong>",
          "</strong>",
          "<a href=\"/cn/x\">",
          "</a>",
          "<table>",
          "<td>",
          "</table>",
          "<ul>",
          "<li>",
          "<section>",
          "<object>",
          "<button>",
          "</button>",
          "<pre>",
          "</pre>",
          "<br>",
          "<hr>",
          "<svg>",
          "<math>",
          "<select>",
          "<noscript>",
          "<figure>",
          "<caption>",
          "<h2>",
          "<form>",
          "<div>01/03/2026 - 08:15</div>",
          "<img src=\"https://s.rfi.fr/a.jpg\">");

  /** Selectors of many forms, some with brackets, quotes and commas where they mean nothing. */
  private static final List<String> SELECTORS =
      List.of(
          "span",
          "P",
          "strong, em",
          "div > p + p",
          "p ~ div",
          "> p",
          "*",
          "* > a",
          ".m-interstitial",
          "div[class*=block] button",
          "[^data-]",
          "[title=\"举报\"] svg",
          "[title='x], p']",
          ":is(p, li):contains(\\))",
          ":not(div)",
          "p:not(.a, .b)",
          ":matchesOwn(\\(|桥)",
          "a:has(img), figure",
          "p:first-child",
          ":empty",
          "div ::text:matches(^Array$)",
          "::comment",
          "body",
          "body > div");

  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "<(?:script|style|svg|button|noscript|iframe|form|span|source|picture)\\b|\u00a0|\n"
              + "|<[a-z][^>]*\\s(?:class|style|id|data-[a-z-]+|on[a-z]+)=");

  private final ArticleCleaner cleaner = new ArticleCleaner(CleaningRules.builtIn());

  @Test
  void keeps_every_character_of_an_article_and_adds_none() throws Exception {
    for (int seed = 0; seed < ARTICLES; seed++) {
      Random random = new Random(seed);
      StringBuilder html = new StringBuilder("<div>01/03/2026 - 08:15</div><div >");
      StringBuilder said = new StringBuilder("01/03/2026-08:15");
      for (int i = random.nextInt(8); i >= 0; i--) {
        if (random.nextInt(3) == 0) {
          html.append(pick(JUNK, random));
        }
        html.append("<p>");
        for (int j = random.nextInt(6); j >= 0; j--) {
          String word = pick(WORDS, random);
          said.append(Whitespace.removed(word));
          html.append(marked(word.replace("&", "&amp;").replace("<", "&lt;"), random));
        }
        html.append("</p>");
      }
      html.append("</div>");
      String cleaned = cleaner.clean(html.toString(), GoldenPair.BASE);
      assertEquals(
          said.toString(),
          Whitespace.removed(Jsoup.parseBodyFragment(cleaned).body().wholeText()),
          "seed " + seed + ": " + html);
      assertEquals(cleaned, cleaner.clean(cleaned, GoldenPair.BASE), "seed " + seed);
    }
  }

  @Test
  void random_markup_is_safe_and_cleaning_is_idempotent() throws Exception {
    List<GoldenPair> pairs = GoldenPair.ofTheCleaner();
    for (int seed = 0; seed < MUTANTS; seed++) {
      Random random = new Random(seed);
      String html = mutant(pairs, random);
      String cleaned = cleaner.clean(html, GoldenPair.BASE);
      assertEquals(cleaned, cleaner.clean(cleaned, GoldenPair.BASE), "seed " + seed + ": " + html);
      assertFalse(
          FORBIDDEN.matcher(cleaned).find(), "seed " + seed + ": " + html + " gave " + cleaned);
    }
  }

  @Test
  void removes_what_the_rules_select_one_after_another() throws Exception {
    List<GoldenPair> pairs = GoldenPair.ofTheCleaner();
    List<String> builtIn =
        CleaningRules.builtInTable()
            .lines()
            .filter(line -> line.matches("[^#].* [|] .*|#\\S.*"))
            .toList();
    for (int seed = 0; seed < MUTANTS; seed++) {
      Random random = new Random(seed);
      List<String> lines = new ArrayList<>(builtIn);
      for (int i = random.nextInt(6); i > 0; i--) {
        String unwrap = random.nextBoolean() ? "unwrap " : "";
        lines.add(random.nextInt(lines.size()), unwrap + pick(SELECTORS, random) + " | test");
      }
      String html = mutant(pairs, random);
      Element expected = Jsoup.parseBodyFragment(html).body();
      boolean isChanged = false;
      Map<String, String> names = new HashMap<>();
      for (String line : lines) {
        String rule = line.substring(0, line.lastIndexOf(" | "));
        for (String name : names.keySet()) {
          rule = rule.replace(name, names.get(name));
        }
        if (rule.startsWith("define ")) {
          names.put(rule.split(" ")[1], rule.split(" ", 3)[2]);
        } else {
          isChanged |= removes(rule, expected);
        }
      }
      Element body = Jsoup.parseBodyFragment(html).body();
      CleaningRules rules = CleaningRules.parse("test", String.join("\n", lines));
      assertEquals(isChanged, rules.apply(body), "seed " + seed);
      assertEquals(expected.html(), body.html(), "seed " + seed + ": " + html);
    }
  }

  /** A rule as its Javadoc describes it; returns whether it removed anything. */
  private static boolean removes(String rule, Element body) {
    String label = rule.startsWith("/") ? rule.substring(1, rule.indexOf("/ ", 1)) : null;
    String selector = label == null ? rule : rule.substring(label.length() + 3);
    boolean unwraps = selector.startsWith("unwrap ");
    boolean flags = selector.startsWith("flag ");
    String flag = flags ? selector.split(" ")[1] : "";
    int start = unwraps ? "unwrap ".length() : flags ? "flag  ".length() + flag.length() : 0;
    List<Node> junk = new ArrayList<>(body.selectNodes(selector.substring(start)));
    junk.remove(body);
    junk.removeIf(node -> label != null && !isLabel((Element) node, label));
    for (Node node : junk) {
      if (flags) {
        node.attr(flag, "");
      } else if (unwraps && node instanceof Element element) {
        element.tagName("span").clearAttributes();
      } else {
        node.remove();
      }
    }
    return !flags && !junk.isEmpty();
  }

  private static boolean isLabel(Element element, String regex) {
    String text = Whitespace.collapsed(element.wholeText().replaceAll("\\p{Cf}", ""));
    return text.length() <= 100 && text.matches(regex);
  }

  private static String marked(String word, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "<span><span>" + word + "</span></span>";
      case 1 -> "<strong>" + word + "</strong>";
      case 2 -> "<a href=\"/cn/x\">" + word + "</a>";
      case 3 -> "\u3000" + word + "&nbsp;";
      case 4 -> "<font color=\"red\">" + word + "</font><!-- 注 -->";
      default -> word;
    };
  }

  private static String mutant(List<GoldenPair> pairs, Random random) {
    List<String> tokens = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      String html = pairs.get(random.nextInt(pairs.size())).html();
      tokens.addAll(List.of(html.split("(?=<)|(?<=>)")));
    }
    for (int i = random.nextInt(8); i >= 0 && !tokens.isEmpty(); i--) {
      int at = random.nextInt(tokens.size());
      switch (random.nextInt(4)) {
        case 0 -> tokens.remove(at);
        case 1 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
        case 2 -> tokens.set(at, tokens.get(at).replace(' ', '\u00a0'));
        default -> tokens.add(at, pick(TOKENS, random));
      }
    }
    return String.join("", tokens);
  }

  private static String pick(List<String> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }
}
