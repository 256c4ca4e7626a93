package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A fixture with its expected output: {@code CASE.html} and {@code CASE.expected.…}. */
public record GoldenPair(String name, String html, String expected) {
  public static final ArticleUrl BASE = address("https://www.rfi.fr/cn/x");

  /** All pairs of a folder of fixtures, by name; a file without a pair is a failure. */
  static List<GoldenPair> in(String folder, String extension) {
    try {
      Path files = Path.of(Objects.requireNonNull(GoldenPair.class.getResource(folder)).toURI());
      String half = ".expected." + extension;
      try (Stream<Path> listed = Files.list(files)) {
        List<String> names = listed.map(file -> file.getFileName().toString()).sorted().toList();
        for (String name : names) {
          String other =
              name.endsWith(half)
                  ? name.substring(0, name.length() - half.length()) + ".html"
                  : name.replaceFirst("\\.html$", half);
          if (other.equals(name) || !names.contains(other)) {
            throw new AssertionError(folder + name + " has no other half");
          }
        }
        return names.stream()
            .filter(name -> name.endsWith(half))
            .map(name -> name.substring(0, name.length() - half.length()))
            .map(
                name ->
                    new GoldenPair(
                        name,
                        text(files.resolve(name + ".html")),
                        text(files.resolve(name + half))))
            .toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<GoldenPair> ofTheCleaner() {
    return in("/cleaner/", "html");
  }

  public static ArticleUrl address(String text) {
    try {
      return ArticleUrl.of(text);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).replaceFirst("\n$", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
