package io.github.rfiarchiver.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleFileNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "20231028T094502Z-b81ed83301.txt",
        "20231028T094502Z-b81ed83301.r20231029T050000Z.txt",
        "20231028T094502Z-b81ed83301aabbcc.txt",
        "20231028T094502Z-b81ed83301aabbcc.r20231029T050000Z.txt",
        "20240229T235959Z-0000000000.txt",
        "00010101T000000Z-ffffffffff.txt",
        "99991231T235959Z-ffffffffff.txt"
      })
  void is_written_as_it_was_parsed(String name) {
    assertEquals(Optional.of(name), ArticleFileName.parse(name).map(ArticleFileName::toString));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "20231028T094502Z-b81ed83301",
        "20231028T094502Z-b81ed83301.txt.tmp",
        "20231028T094502Z-B81ED83301.txt",
        "20231028T094502Z-b81ed8330.txt",
        "20231028T094502Z-b81ed83301a.txt",
        "20231028T094502Z-b81ed83301aabbc.txt",
        "20231028T094502Z-b81ed83301aabbccd.txt",
        "20231028T094502Z-b81ed83301aabbcC.txt",
        "20231028T094502Z-b81ed83301aabbcc.r20231029.txt",
        "20231028T094502-b81ed83301.txt",
        "20230230T094502Z-b81ed83301.txt",
        "20231028T240000Z-b81ed83301.txt",
        "20231328T094502Z-b81ed83301.txt",
        "20231028T094502Z-b81ed83301.r20230230T050000Z.txt",
        "20231028T094502Z-b81ed83301.r.txt",
        "２0231028T094502Z-b81ed83301.txt"
      })
  void other_names_are_not_article_files(String name) {
    assertEquals(Optional.empty(), ArticleFileName.parse(name));
  }

  @Test
  void is_sorted_by_date_then_key_then_first_text_then_revisions() {
    List<String> ordered =
        List.of(
            "20231028T094502Z-aaaaaaaaaa.txt",
            "20231028T094502Z-aaaaaaaaaa.r20231029T050000Z.txt",
            "20231028T094502Z-aaaaaaaaaa.r20231030T050000Z.txt",
            "20231028T094502Z-bbbbbbbbbb.txt",
            "20231028T094503Z-aaaaaaaaaa.txt");
    assertEquals(
        ordered,
        ordered.stream()
            .sorted(java.util.Comparator.reverseOrder())
            .flatMap(name -> ArticleFileName.parse(name).stream())
            .sorted()
            .map(ArticleFileName::toString)
            .toList());
  }

  @Test
  void is_the_same_in_a_locale_with_other_digits() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      ArticleFileName name = new ArticleFileName(Instant.EPOCH, "b81ed83301");
      assertEquals("19700101T000000Z-b81ed83301.txt", name.toString());
      assertEquals(
          "1970/01/19700101T000000Z-b81ed83301.txt",
          new Archive(java.nio.file.Path.of("")).path(name).toString());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void its_month_is_the_month_of_its_date_in_UTC() {
    Instant last = Instant.parse("2023-10-31T23:59:59.999Z");
    ArticleFileName name = new ArticleFileName(last, "b81ed83301");
    assertEquals(YearMonth.of(2023, 10), name.month());
    assertEquals("20231031T235959Z-b81ed83301.txt", name.toString());
  }
}
