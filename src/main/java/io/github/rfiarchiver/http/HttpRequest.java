package io.github.rfiarchiver.http;

import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.source.Capture;
import io.github.rfiarchiver.state.Validators;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import okhttp3.HttpUrl;

/**
 * A request for a document.
 *
 * @param url http or https
 * @param kind the kind of document
 * @param validators for a conditional request (RFC 9110, section 13)
 * @param refusal why the request or a redirect of it does not go to a URL, as a clause that begins
 *     with the host or the URL; empty where it may go there
 */
public record HttpRequest(
    String url, Kind kind, Validators validators, Function<ArticleUrl, Optional<String>> refusal) {

  /** A request for an article's page: only to the feed's own host or to rfi.fr. */
  public static HttpRequest page(String url, String feedHost) {
    String own = "the feed's own host nor rfi.fr; `add` fetches it";
    return new HttpRequest(url, Kind.PAGE, Validators.NONE, isOwn(feedHost, own));
  }

  /** A request for a robots.txt or a list of a site: from its own host or from rfi.fr alone. */
  public static HttpRequest list(String url, String siteHost, Validators validators) {
    String own = "the site's own host nor rfi.fr";
    return new HttpRequest(url, Kind.FEED, validators, isOwn(siteHost, own));
  }

  private static Function<ArticleUrl, Optional<String>> isOwn(String host, String own) {
    return refused(
        to -> host(to.host()).equals(host(host)) || ArticleUrl.isRfi(to.host()),
        to -> to.host() + ", neither " + own);
  }

  private static Function<ArticleUrl, Optional<String>> refused(
      Predicate<ArticleUrl> allowed, Function<ArticleUrl, String> reason) {
    return to -> allowed.test(to) ? Optional.empty() : Optional.of(reason.apply(to));
  }

  /** In one form: IPv6 addresses have several. */
  private static String host(String host) {
    HttpUrl url = HttpUrl.parse("http://" + host + "/");
    return url == null ? host : url.host();
  }

  /** A request for a page that the user named: to any host. */
  public static HttpRequest namedPage(String url) {
    return new HttpRequest(url, Kind.PAGE, Validators.NONE, to -> Optional.empty());
  }

  /** A request to the Wayback Machine: to its own host alone. */
  public static HttpRequest wayback(String url, Kind kind) {
    HttpUrl own = HttpUrl.parse(url);
    return new HttpRequest(
        url,
        kind,
        Validators.NONE,
        refused(
            to -> own != null && host(to.host()).equals(own.host()),
            to -> to.host() + ", not the Wayback Machine"));
  }

  /** The same request, also limited to what a robots.txt allows, as are its redirects. */
  public HttpRequest within(Predicate<ArticleUrl> robots) {
    Function<ArticleUrl, Optional<String>> disallowed =
        refused(robots, to -> to + ", which robots.txt disallows");
    return new HttpRequest(
        url, kind, validators, to -> refusal.apply(to).or(() -> disallowed.apply(to)));
  }

  /** The capture that a URL of this request or its redirects names; empty for other kinds. */
  Optional<Capture> replayed(String at) {
    return kind == Kind.CAPTURE ? Capture.replayed(at) : Optional.empty();
  }

  /** A request for a feed that the user named: to any host. */
  public static HttpRequest feed(String url, Validators validators) {
    return new HttpRequest(url, Kind.FEED, validators, to -> Optional.empty());
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
