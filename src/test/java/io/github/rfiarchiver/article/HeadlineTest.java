package io.github.rfiarchiver.article;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadlineTest {
  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "|新桥通车 – 法国国际广播电台 - RFI|, 新桥通车",
        "|新桥通车 - 法国国际广播电台 - RFI |, 新桥通车",
        "|新桥通车\u00a0–\u3000法国国际广播电台 -  RFI|, 新桥通车",
        "|新橋通車 – 法國國際廣播電台 - RFI|, 新橋通車",
        "|新橋通車 — 法國國際廣播電臺 – RFI|, 新橋通車",
        "|新桥通车 - 要闻解说|, 新桥通车 - 要闻解说",
        "|新桥通车 - 法国报纸摘要|, 新桥通车 - 法国报纸摘要",
        "|法国国际广播电台 - RFI 搬家|, 法国国际广播电台 - RFI 搬家",
        "|  新桥  通车\u3000\n开放 |, 新桥 通车 开放",
        "|&quot;新桥&quot; l&#039;eau &apos;x&#39;&nbsp;y|, \"新桥\" l'eau 'x' y",
        "|A &amp; B &lt;C&gt;|, A &amp; B &lt;C&gt;",
        "|甲 [乙](丙)|, 甲 [乙](丙)",
        "|新\u0007桥|, 新桥"
      })
  void cleaning_is_idempotent(String raw, String clean) {
    assertEquals(clean, Headline.clean(raw));
    assertEquals(clean, Headline.clean(clean));
  }
}
