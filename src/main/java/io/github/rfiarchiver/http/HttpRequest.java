package io.github.rfiarchiver.http;

import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.source.Capture;
import io.github.rfiarchiver.state.Validators;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import okhttp3.HttpUrl;

/**
 * A request for a document.
 *
 * @param url http or https
 * @param kind the kind of document
 * @param validators for a conditional request (RFC 9110, section 13)
 * @param allowedHosts the hosts, in lower case, to which the request and its redirects may go
 */
public record HttpRequest(
    String url, Kind kind, Validators validators, Predicate<String> allowedHosts) {

  /** A request for an article's page: only to the feed's own host or to rfi.fr. */
  public static HttpRequest page(String url, String feedHost) {
    return new HttpRequest(url, Kind.PAGE, Validators.NONE, isOwn(feedHost));
  }

  /** A request for a robots.txt or a list of a site: from its own host or from rfi.fr alone. */
  public static HttpRequest list(String url, String siteHost, Validators validators) {
    return new HttpRequest(url, Kind.FEED, validators, isOwn(siteHost));
  }

  private static Predicate<String> isOwn(String feedHost) {
    HttpUrl feed = HttpUrl.parse("http://" + feedHost + "/");
    // In OkHttp's form: IPv6 without brackets.
    String own = feed == null ? feedHost.toLowerCase(Locale.ROOT) : feed.host();
    return host -> host.equals(own) || ArticleUrl.isRfi(host);
  }

  /** A request for a page that the user named: to any host. */
  public static HttpRequest namedPage(String url) {
    return new HttpRequest(url, Kind.PAGE, Validators.NONE, host -> true);
  }

  /** A request to the Wayback Machine: to its own host alone. */
  public static HttpRequest wayback(String url, Kind kind) {
    HttpUrl own = HttpUrl.parse(url);
    return new HttpRequest(
        url, kind, Validators.NONE, host -> own != null && host.equals(own.host()));
  }

  /** The capture that a URL of this request or its redirects names; empty for other kinds. */
  Optional<Capture> replayed(String at) {
    return kind == Kind.CAPTURE ? Capture.replayed(at) : Optional.empty();
  }

  /** A request for a feed that the user named: to any host. */
  public static HttpRequest feed(String url, Validators validators) {
    return new HttpRequest(url, Kind.FEED, validators, host -> true);
  }

  /** Kinds of documents, with their Accept header. */
  public enum Kind {
    FEED(
        "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"),
    PAGE("text/html, application/xhtml+xml;q=0.9, */*;q=0.1"),
    /** An answer of a CDX server. */
    INDEX("text/plain, */*;q=0.1"),
    /** A page or a feed, as it was once served to the Wayback Machine. */
    CAPTURE("*/*");

    /** The value of the Accept header (RFC 9110, section 12.5.1). */
    final String accept;

    Kind(String accept) {
      this.accept = accept;
    }

    /** Whether the Wayback Machine is asked, not the site. */
    boolean isWayback() {
      return this == INDEX || this == CAPTURE;
    }
  }
}
