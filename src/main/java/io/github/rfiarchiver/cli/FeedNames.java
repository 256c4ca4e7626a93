package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.run.DocumentOpener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** FEED arguments: a URL, {@code -}, a built-in name, or a file. */
final class FeedNames implements DocumentOpener {
  static final String SAMPLE = "sample";

  /** The default feeds. */
  static final List<String> DEFAULT = List.of("feedx", "rfi");

  private static final Map<String, String> WEB =
      Map.of(
          "rfi", "https://www.rfi.fr/cn/rss",
          "rfi-tw", "https://www.rfi.fr/tw/rss",
          "feedx", "https://feedx.net/rss/rfi.xml");

  private static final List<String> SIMPLIFIED =
      List.of("中国", "法国", "港澳台", "亚洲", "非洲", "美洲", "欧洲", "中东", "政治", "国际");

  /** The sections of the traditional edition with names of their own. */
  private static final List<String> TRADITIONAL = List.of("中國", "法國", "亞洲", "歐洲", "中東", "國際");

  /** Any section of an edition, listed or not. */
  private static final Pattern SECTION = Pattern.compile("(?:cn|tw)/[\\p{IsHan}]+");

  private static final Pattern WITH_USER = Pattern.compile("(?i)\\w+://[^/?#]*@");

  private final Supplier<InputStream> in;
  private final Map<FeedSource.Document, Opener> documents = new HashMap<>();

  FeedNames(Supplier<InputStream> in) {
    this.in = in;
  }

  /** All built-in names. */
  static List<String> builtIn() {
    List<String> names = new ArrayList<>(List.of("rfi", "rfi-tw", "feedx", SAMPLE));
    names.addAll(sections());
    return names;
  }

  /** The sections among them. */
  static List<String> sections() {
    return Stream.concat(SIMPLIFIED.stream(), TRADITIONAL.stream()).toList();
  }

  /** The feeds of the arguments, else the default ones. */
  List<FeedSource> sources(List<String> arguments) throws UsageException {
    Map<String, FeedSource> sources = new LinkedHashMap<>(); // nothing is fetched twice
    for (String argument : arguments.isEmpty() ? DEFAULT : arguments) {
      FeedSource source = source(argument);
      sources.putIfAbsent(source.name(), source);
    }
    return List.copyOf(sources.values());
  }

  /** Opens a feed that is not a URL. */
  @Override
  public InputStream open(FeedSource.Document document) throws IOException {
    return Objects.requireNonNull(documents.get(document), document::name).open();
  }

  private FeedSource document(String name, Opener opener) {
    FeedSource.Document document = new FeedSource.Document(name);
    documents.put(document, opener);
    return document;
  }

  private interface Opener {
    InputStream open() throws IOException;
  }

  private FeedSource source(String argument) throws UsageException {
    if (argument.equals("-")) {
      return document("standard input", in::get);
    }
    if (argument.equals(SAMPLE)) {
      return document(SAMPLE, () -> new ByteArrayInputStream(sample()));
    }
    if (WEB.containsKey(argument)) {
      return web(WEB.get(argument));
    }
    String edition =
        SIMPLIFIED.contains(argument) ? "cn/" : TRADITIONAL.contains(argument) ? "tw/" : "";
    if (SECTION.matcher(edition + argument).matches()) {
      return web("https://www.rfi.fr/" + edition + argument + "/rss");
    }
    return argument.contains("://") ? web(argument) : file(argument);
  }

  /** A URL on the command line; one with a password is refused and not repeated. */
  static ArticleUrl address(String given) throws UsageException {
    try {
      if (WITH_USER.matcher(given).lookingAt()) {
        throw new UsageException(
            "address", "holds a user or password, which is never sent; write it without them");
      }
      return ArticleUrl.of(given);
    } catch (MalformedException e) {
      throw new UsageException(given, "is not an http or https URL");
    }
  }

  private static FeedSource web(String address) throws UsageException {
    return new FeedSource.Web(address(address));
  }

  private FeedSource file(String argument) throws UsageException {
    try {
      Path file = Path.of(argument);
      if (!argument.contains("/") && Files.notExists(file)) {
        String meant = Suggestions.question(argument, builtIn());
        throw new UsageException(
            argument,
            "is neither a file nor a built-in feed"
                + (meant.isEmpty() ? "; built-in feeds: " + String.join(" ", builtIn()) : meant));
      }
      return document(argument, () -> Files.newInputStream(file));
    } catch (InvalidPathException e) {
      throw new UsageException(argument, "is not a path: " + e.getReason());
    }
  }

  /** The built-in feed of five articles. */
  static byte[] sample() {
    try (InputStream sample = FeedNames.class.getResourceAsStream("sample.xml")) {
      return sample.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
