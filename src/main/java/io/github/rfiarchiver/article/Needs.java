package io.github.rfiarchiver.article;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a selector needs to find anything: of its alternatives one, of which all traits occur. It is
 * read from the selector as far as that is simple; what is not understood is taken to need nothing.
 * Immutable.
 */
public final class Needs {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][\\w-]*");
  private static final Pattern CLASS_OR_ID = Pattern.compile("([.#])([\\w-]+)");

  /** An attribute, whose value, where one is named, is compared as a whole or in part. */
  private static final Pattern ATTRIBUTE =
      Pattern.compile("\\[(\\^?)([\\w:.-]+)(?:([*^$]?=)([^\\]\\[\"'\\\\]*))?]");

  private static final Pattern PSEUDO = Pattern.compile("::?([\\w-]+)(\\()?");
  private static final String COMBINATORS = " >+~*";

  /** More alternatives than these would take longer to check than the selector. */
  private static final int MOST = 32;

  private final List<List<Predicate<Traits>>> alternatives;

  private Needs(List<List<Predicate<Traits>>> alternatives) {
    this.alternatives = alternatives;
  }

  public static Needs of(String selector) {
    List<List<Predicate<Traits>>> all = new ArrayList<>();
    for (String alternative : split(selector)) {
      all.addAll(alternative(alternative));
    }
    return new Needs(all);
  }

  /** Whether markup with these traits may hold what the selector finds. */
  public boolean mayBeMetBy(Traits traits) {
    for (List<Predicate<Traits>> alternative : alternatives) {
      if (areMet(alternative, traits)) {
        return true;
      }
    }
    return false;
  }

  private static boolean areMet(List<Predicate<Traits>> needs, Traits traits) {
    for (Predicate<Traits> need : needs) {
      if (!need.test(traits)) {
        return false;
      }
    }
    return true;
  }

  /** The needs of a selector without a comma, each way in which they can be met. */
  private static List<List<Predicate<Traits>>> alternative(String selector) {
    List<List<Predicate<Traits>>> ways = List.of(List.of());
    int at = 0;
    while (at < selector.length()) {
      Matcher name = at(NAME, selector, at);
      Matcher classOrId = at(CLASS_OR_ID, selector, at);
      Matcher attribute = at(ATTRIBUTE, selector, at);
      Matcher pseudo = at(PSEUDO, selector, at);
      if (COMBINATORS.indexOf(selector.charAt(at)) >= 0) {
        at++;
      } else if (name.lookingAt() && isWhole(selector, name.end())) {
        ways = both(ways, element(name.group()));
        at = name.end();
      } else if (classOrId.lookingAt() && isWhole(selector, classOrId.end())) {
        ways = both(ways, classOrId(classOrId.group(1), classOrId.group(2)));
        at = classOrId.end();
      } else if (attribute.lookingAt()) {
        ways = both(ways, attribute(attribute));
        at = attribute.end();
      } else if (pseudo.lookingAt()) {
        int end = pseudo.group(2) == null ? pseudo.end() : closing(selector, pseudo.end() - 1);
        if (pseudo.group().equals(":is(") || pseudo.group().equals(":has(")) {
          ways = both(ways, of(selector.substring(pseudo.end(), end)).alternatives);
        }
        at = pseudo.group(2) == null ? end : end + 1;
      } else {
        return ways; // what stands here may narrow what is found, never widen it
      }
    }
    return ways;
  }

  private static Matcher at(Pattern pattern, String selector, int start) {
    return pattern.matcher(selector).region(start, selector.length());
  }

  /** Whether a name ends here: behind it stands neither the rest of it, escaped, nor a colon's. */
  private static boolean isWhole(String selector, int end) {
    return end == selector.length() || "|\\".indexOf(selector.charAt(end)) < 0;
  }

  private static List<List<Predicate<Traits>>> element(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return one(traits -> traits.haveElement(lower));
  }

  private static List<List<Predicate<Traits>>> classOrId(String sign, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return sign.equals("#")
        ? one(traits -> traits.haveId(name))
        : one(traits -> traits.haveClass(lower));
  }

  private static List<List<Predicate<Traits>>> attribute(Matcher attribute) {
    String name = attribute.group(2).toLowerCase(Locale.ROOT);
    if (name.startsWith("abs:")) {
      return List.of(List.of());
    }
    if (!attribute.group(1).isEmpty()) {
      return one(traits -> traits.haveAttributeFrom(name));
    }
    if (attribute.group(3) == null) {
      return one(traits -> traits.haveAttribute(name));
    }
    String value = attribute.group(4).strip().toLowerCase(Locale.ROOT);
    return one(traits -> traits.haveValue(name, value));
  }

  private static List<List<Predicate<Traits>>> one(Predicate<Traits> need) {
    return List.of(List.of(need));
  }

  /** The ways in which both can be met; those of the first alone, where they would be too many. */
  private static List<List<Predicate<Traits>>> both(
      List<List<Predicate<Traits>>> first, List<List<Predicate<Traits>>> second) {
    if (first.size() * second.size() > MOST) {
      return first;
    }
    List<List<Predicate<Traits>>> both = new ArrayList<>();
    for (List<Predicate<Traits>> one : first) {
      for (List<Predicate<Traits>> other : second) {
        List<Predicate<Traits>> way = new ArrayList<>(one);
        way.addAll(other);
        both.add(way);
      }
    }
    return both;
  }

  /** The parts of a selector between its outermost commas. */
  private static List<String> split(String selector) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < selector.length(); i++) {
      char c = selector.charAt(i);
      if (c == '(' || c == '[') {
        i = closing(selector, i);
      } else if (c == ',') {
        parts.add(selector.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(selector.substring(Math.min(start, selector.length())).strip());
    return parts;
  }

  /** Where the bracket that opens at {@code open} closes; the end where it does not. */
  private static int closing(String selector, int open) {
    int depth = 0;
    for (int i = open; i < selector.length(); i++) {
      char c = selector.charAt(i);
      if (c == '(' || c == '[') {
        depth++;
      } else if ((c == ')' || c == ']') && --depth == 0) {
        return i;
      } else if (c == '\\') {
        i++;
      }
    }
    return selector.length();
  }
}
