package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.HttpRequest;
import io.github.rfiarchiver.http.HttpResult;
import io.github.rfiarchiver.source.RobotsTxt;
import io.github.rfiarchiver.source.Sitemap;
import io.github.rfiarchiver.state.Validators;
import java.nio.charset.StandardCharsets;

/** Fetches the robots.txt and the lists of a site. */
record SiteReader(Fetcher fetcher, ArticleUrl site) {
  /** The URL of the robots.txt (RFC 9309, section 2.3). */
  String robotsUrl() {
    return site.origin() + "/robots.txt";
  }

  /**
   * The site's robots.txt; an empty one if it is refused or absent (4xx; RFC 9309, section
   * 2.3.1.3).
   *
   * @throws MalformedException if the server fails or is unreachable: then nothing may be requested
   *     from the site (section 2.3.1.4)
   */
  RobotsTxt robots() throws MalformedException, InterruptedException {
    HttpResult result = fetcher.fetch(request(robotsUrl()));
    if (result instanceof HttpResult.Document document) {
      try (document) {
        return RobotsTxt.parse(new String(document.bytes(), StandardCharsets.UTF_8));
      }
    }
    HttpResult.Failure failure = (HttpResult.Failure) result;
    if (failure.status() / 100 == 4 && failure.status() != 429) {
      return RobotsTxt.parse("");
    }
    throw new MalformedException(robotsUrl(), failure.reason());
  }

  /**
   * An index or a list.
   *
   * @throws MalformedException if it cannot be read whole, or robots.txt disallows it
   */
  Sitemap list(String url, RobotsTxt robots) throws MalformedException, InterruptedException {
    if (!mayAsk(robots, ArticleUrl.of(url))) {
      throw new MalformedException(url, "is disallowed by robots.txt");
    }
    HttpResult result = fetcher.fetch(request(url).within(to -> mayAsk(robots, to)));
    if (!(result instanceof HttpResult.Document document)) {
      throw new MalformedException(url, ((HttpResult.Failure) result).reason());
    }
    try (document) {
      return Sitemap.parse(url, document.bytes());
    }
  }

  /** Whether robots.txt allows a URL of the site; it does not apply to other hosts. */
  boolean mayAsk(RobotsTxt robots, ArticleUrl url) {
    String path = url.toString().replaceFirst("^[^/]*//[^/?#]*", "").replaceFirst("#.*", "");
    return !url.host().equals(site.host()) || robots.allows(path);
  }

  private HttpRequest request(String url) {
    return HttpRequest.list(url, site.host(), Validators.NONE);
  }
}
