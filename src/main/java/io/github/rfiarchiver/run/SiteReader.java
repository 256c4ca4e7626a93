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

  HttpRequest robotsRequest() {
    return request(robotsUrl());
  }

  /**
   * The text of the site's robots.txt; one that is refused or absent is an empty one (4xx; RFC
   * 9309, section 2.3.1.3).
   *
   * @throws MalformedException if the server fails or is unreachable: nothing may be requested from
   *     the site (section 2.3.1.4)
   */
  String robots() throws MalformedException, InterruptedException {
    HttpResult result = fetcher.fetch(robotsRequest());
    if (result instanceof HttpResult.Failure failure) {
      if (failure.status() / 100 == 4 && failure.status() != 429) {
        return "";
      }
      throw new MalformedException(robotsUrl(), failure.reason());
    }
    try (HttpResult.Document document = (HttpResult.Document) result) {
      return new String(document.bytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * An index or a list.
   *
   * @throws MalformedException if it cannot be read whole, or robots.txt disallows it
   */
  Sitemap list(String url, RobotsTxt robots) throws MalformedException, InterruptedException {
    return fetcher.read(listRequest(url, robots), list -> Sitemap.parse(url, list));
  }

  /**
   * The request for an index or a list.
   *
   * @throws MalformedException if robots.txt disallows it
   */
  HttpRequest listRequest(String url, RobotsTxt robots) throws MalformedException {
    if (!mayAsk(robots, ArticleUrl.of(url))) {
      throw new MalformedException(url, "is disallowed by robots.txt");
    }
    return request(url).within(to -> mayAsk(robots, to));
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
