package io.github.rfiarchiver.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {
  private static final BaseUrl BASE = new BaseUrl("http://a/b/c/d;p?q", false);

  /** RFC 3986, sections 5.4.1 and 5.4.2. */
  @ParameterizedTest
  @CsvSource({
    "g,             http://a/b/c/g",
    "./g,           http://a/b/c/g",
    "g/,            http://a/b/c/g/",
    "/g,            http://a/g",
    "//g,           http://g",
    "?y,            http://a/b/c/d;p?y",
    "g?y,           http://a/b/c/g?y",
    "#s,            http://a/b/c/d;p?q#s",
    "g#s,           http://a/b/c/g#s",
    "g?y#s,         http://a/b/c/g?y#s",
    "g;x,           http://a/b/c/g;x",
    "./,            http://a/b/c/",
    "..,            http://a/b/",
    "../,           http://a/b/",
    "../g,          http://a/b/g",
    "../..,         http://a/",
    "../../g,       http://a/g",
    "../../../g,    http://a/g",
    "g.,            http://a/b/c/g.",
    "..g,           http://a/b/c/..g",
    "./../g,        http://a/b/g",
    "./g/.,         http://a/b/c/g/",
    "g/../h,        http://a/b/c/h",
    "g?y/../x,      http://a/b/c/g?y/../x",
    "g#s/../x,      http://a/b/c/g#s/../x",
    "HTTP://x/g,    HTTP://x/g",
    "中国/1 2,       http://a/b/c/中国/1 2",
  })
  void a_reference_is_resolved_as_RFC_3986_says(String reference, String url) {
    assertEquals(Optional.of(url), BASE.resolve(reference));
  }

  /** WHATWG URL, section 4.4: what browsers make of it. */
  @ParameterizedTest
  @CsvSource({
    "https:/www.x.example/g,         https://www.x.example/g",
    "https:///www.x.example/g,       https://www.x.example/g",
    "HTTP:/www.x.example/g,          HTTP://www.x.example/g",
    "///x.example/g,                 http://x.example/g",
    "www.x.example/g,                http://www.x.example/g",
    "WWW.x.example,                  http://WWW.x.example",
    "https:\\\\x.example\\g\\h,       https://x.example/g/h",
    "https://x.example\\g?y\\z#s\\t,  https://x.example/g?y\\z#s\\t",
    "\\g\\h,                          http://a/g/h",
    "'\u00a0https://x/g\u3000',       https://x/g",
    "'\ufeff https://x/g\u200b',      https://x/g",
    "'https://x/g\n\t/h',            https://x/g/h",
  })
  void a_reference_with_odd_slashes_or_whitespace_is_read_as_meant(String reference, String url) {
    assertEquals(Optional.of(url), BASE.resolve(reference));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n",
        "https:/cn/g",
        "https:///",
        "g:h",
        "mailto:a@b.example",
        "http:g",
        "https://",
        "//"
      })
  void what_leads_to_no_host_is_empty(String reference) {
    assertEquals(Optional.empty(), BASE.resolve(reference));
  }

  @ParameterizedTest
  @ValueSource(strings = {"g", "/g", "//g", "?y", "#s"})
  void only_absolute_references_are_resolved_without_a_base(String reference) {
    BaseUrl none = new BaseUrl("", false);
    assertEquals(Optional.empty(), none.resolve(reference));
    assertEquals(Optional.of("http://x/g"), none.resolve("http://x/g"));
  }
}
