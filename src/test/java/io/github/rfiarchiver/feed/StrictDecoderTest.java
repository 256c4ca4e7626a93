package io.github.rfiarchiver.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictDecoderTest {
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final String TEXT = "<x>朱镕基的故乡，河水正涨</x>";

  @ParameterizedTest
  @CsvSource({
    "utf-8,       ,           utf-8",
    "UTF-8,       gb2312,     utf-8",
    "gbk,         utf-8,      gb18030",
    "utf-8,       gb2312,     gb18030",
    "gb2312,      utf-8,      utf-8",
    "gb2312,      iso-8859-1, gb18030",
    "iso-8859-1,  utf-8,      utf-8",
    "iso-8859-1,  gbk,        gb18030",
    "windows-1252,,           utf-8",
    "utf-16,      utf-8,      utf-8",
    ",            utf-16,     utf-8",
    ",            us-ascii,   utf-8",
    ",            x-unheard,  gb18030",
    "!!,          '?? ',      utf-8",
    ",            ,           gb18030",
    "big5,        big5,       big5",
  })
  void reads_what_is_labelled_by_header_and_prolog(String header, String prolog, String real) {
    String text = prolog == null ? TEXT : "<?xml version='1.0' encoding='" + prolog + "'?>" + TEXT;
    String document = real.equals("big5") ? text.replace("朱镕基的故乡，河水正涨", "河水上漲") : text;
    assertEquals(
        Optional.of(document),
        StrictDecoder.decode(
            document.getBytes(Charset.forName(real)), Optional.ofNullable(header)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void a_byte_order_mark_wins_and_is_left_out(String charset) {
    byte[] bytes = ("\uFEFF" + TEXT).getBytes(Charset.forName(charset));
    assertEquals(Optional.of(TEXT), StrictDecoder.decode(bytes, Optional.of("gbk")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void wide_characters_are_seen_without_a_byte_order_mark(String charset) {
    byte[] bytes = TEXT.getBytes(Charset.forName(charset));
    assertEquals(Optional.of(TEXT), StrictDecoder.decode(bytes, Optional.empty()));
  }

  @Test
  void a_real_Latin_1_document_is_read_as_one() {
    String text = "<x>Radio France Internationale, à Paris, cité à côté</x>";
    assertEquals(
        Optional.of(text),
        StrictDecoder.decode(
            text.getBytes(StandardCharsets.ISO_8859_1), Optional.of("ISO-8859-1")));
  }

  @Test
  void a_replacement_character_that_stands_in_the_document_is_kept() {
    String text = "<x>破损的\uFFFD字</x>";
    assertEquals(Optional.of(text), StrictDecoder.decode(text.getBytes(UTF_8), Optional.empty()));
  }

  @Test
  void the_meta_of_a_web_page_names_its_charset() {
    String page = "<html><head><meta charset=\"big5\"></head><body>河水上漲</body></html>";
    assertEquals(
        Optional.of(page),
        StrictDecoder.decode(page.getBytes(Charset.forName("big5")), Optional.empty()));
  }

  @Test
  void nothing_is_made_of_bytes_that_fit_no_encoding() {
    byte[] bytes = {'<', 'x', '>', (byte) 0xff, (byte) 0xff, '<', '/', 'x', '>'};
    assertEquals(Optional.empty(), StrictDecoder.decode(bytes, Optional.of("utf-8")));
  }

  @Test
  void a_character_that_is_cut_in_two_fits_no_encoding() {
    byte[] whole = "<x>河".getBytes(UTF_8);
    byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 1);
    assertEquals(
        false,
        StrictDecoder.decode(cut, Optional.of("utf-8"))
            .filter(text -> text.contains("\uFFFD"))
            .isPresent());
  }

  @Test
  void no_bytes_are_an_empty_text() {
    assertEquals(Optional.of(""), StrictDecoder.decode(new byte[0], Optional.empty()));
    assertEquals(Optional.of("a"), StrictDecoder.decode("a".getBytes(GB18030), Optional.empty()));
  }
}
