package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.cli.output.Terminal;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.run.DocumentOpener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * FEED arguments: a URL, {@code -}, a built-in name, or a file.
 *
 * @param in gives standard input
 */
record FeedNames(Supplier<InputStream> in) implements DocumentOpener {
  static final String SAMPLE = "sample";

  static final String SITE = "https://www.rfi.fr";

  /** The default feeds. */
  static final List<String> DEFAULT = List.of("feedx", "rfi");

  private static final Map<String, String> WEB =
      Map.of(
          "rfi", SITE + "/cn/rss",
          "rfi-tw", SITE + "/tw/rss",
          "feedx", FeedSource.MIRROR);

  private static final List<String> SIMPLIFIED =
      List.of("中国", "法国", "港澳台", "亚洲", "非洲", "美洲", "欧洲", "中东", "政治", "国际");

  /** The sections of the traditional edition with names of their own. */
  private static final List<String> TRADITIONAL = List.of("中國", "法國", "亞洲", "歐洲", "中東", "國際");

  /** Any section of an edition, listed or not. */
  private static final Pattern SECTION = Pattern.compile("(?:cn|tw)/[\\p{IsHan}]+");

  private static final Pattern WITH_USER = Pattern.compile("(?i)\\w+://[^/?#]*@");

  /** All built-in names. */
  static List<String> builtIn() {
    return Stream.concat(Stream.of("rfi", "rfi-tw", "feedx", SAMPLE), sections().stream()).toList();
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
    return switch (document.name()) {
      case Terminal.STANDARD_INPUT -> in.get();
      case SAMPLE -> Objects.requireNonNull(FeedNames.class.getResourceAsStream("sample.xml"));
      default -> Files.newInputStream(Path.of(document.name()));
    };
  }

  private static FeedSource source(String argument) throws UsageException {
    if (argument.equals(Subcommand.DASH)) {
      return new FeedSource.Document(Terminal.STANDARD_INPUT);
    }
    if (argument.equals(SAMPLE)) {
      return new FeedSource.Document(SAMPLE);
    }
    String edition =
        SIMPLIFIED.contains(argument) ? "cn/" : TRADITIONAL.contains(argument) ? "tw/" : "";
    String url =
        SECTION.matcher(edition + argument).matches()
            ? SITE + "/" + edition + argument + "/rss"
            : WEB.getOrDefault(argument, argument);
    return url.contains("://") ? new FeedSource.Web(url(url)) : file(argument);
  }

  /** A URL on the command line; one with a user or password is refused and not repeated. */
  static ArticleUrl url(String given) throws UsageException {
    return url(given, given);
  }

  /** The same, as the value of an option. */
  static ArticleUrl url(String option, String given) throws UsageException {
    try {
      if (WITH_USER.matcher(given).lookingAt()) {
        throw new UsageException(
            option, "URL", "holds a user or password, which is never sent; write it without them");
      }
      return ArticleUrl.of(given);
    } catch (MalformedException e) {
      throw new UsageException(option, given, "is not an http or https URL");
    }
  }

  private static FeedSource file(String argument) throws UsageException {
    try {
      Path file = Path.of(argument);
      if (!argument.contains("/") && Files.notExists(file)) {
        String meant = Suggestions.question(argument, builtIn());
        String all =
            "; built-in feeds: " + String.join(" ", builtIn()) + ", and cn/SECTION, tw/SECTION";
        throw new UsageException(
            argument, "is neither a file nor a built-in feed" + (meant.isEmpty() ? all : meant));
      }
      return new FeedSource.Document(
          argument.equals(Terminal.STANDARD_INPUT) ? "./" + argument : argument);
    } catch (InvalidPathException e) {
      throw new UsageException(argument, "is not a path: " + e.getReason());
    }
  }
}
