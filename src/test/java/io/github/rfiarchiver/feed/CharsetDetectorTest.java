package io.github.rfiarchiver.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CharsetDetectorTest {
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
    "cn-big5,     ,           big5",
    ",            utf-8,      big5",
    "iso-8859-1,  ,           gb18030",
    ",            iso-8859-1, gb18030",
    "us-ascii,    windows-1252, big5",
    "euc-kr,      utf-8,      utf-8",
  })
  void reads_the_charset_of_the_header_and_the_prolog(String header, String prolog, String real) {
    String text = prolog == null ? TEXT : "<?xml version='1.0' encoding='" + prolog + "'?>" + TEXT;
    String document = real.equals("big5") ? text.replace("朱镕基的故乡，河水正涨", "河上的新橋修好了，行人先走") : text;
    assertEquals(
        document, CharsetDetector.decode(document.getBytes(Charset.forName(real)), header).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void a_byte_order_mark_wins_and_is_removed(String charset) {
    byte[] bytes = ("\uFEFF" + TEXT).getBytes(Charset.forName(charset));
    assertEquals(TEXT, CharsetDetector.decode(bytes, "gbk").text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void UTF_16_and_UTF_32_are_detected_without_a_byte_order_mark(String charset) {
    byte[] bytes = TEXT.getBytes(Charset.forName(charset));
    assertEquals(TEXT, CharsetDetector.decode(bytes, null).text());
  }

  @Test
  void a_real_Latin_1_document_is_read_as_Latin_1() {
    String text = "<x>Radio France Internationale, à Paris, cité à côté</x>";
    assertEquals(
        text,
        CharsetDetector.decode(text.getBytes(StandardCharsets.ISO_8859_1), "ISO-8859-1").text());
  }

  @Test
  void half_a_pair_in_UTF_16_does_not_shift_the_bytes_behind_it() {
    byte[] bytes = "<x>河上的人</x>".getBytes(StandardCharsets.UTF_16BE);
    bytes[6] = (byte) 0xd8;
    bytes[7] = 0x3c;
    assertTrue(CharsetDetector.decode(bytes, null).text().endsWith("的人</x>"));
  }

  @Test
  void a_replacement_character_of_the_document_is_kept() {
    String text = "<x>破损的\uFFFD字</x>";
    assertEquals(text, CharsetDetector.decode(text.getBytes(UTF_8), null).text());
  }

  @Test
  void the_meta_element_of_a_web_page_declares_its_charset() {
    String page = "<html><head><meta charset=\"big5\"></head><body>河水上漲</body></html>";
    assertEquals(page, CharsetDetector.decode(page.getBytes(Charset.forName("big5")), null).text());
  }

  @Test
  void a_few_damaged_bytes_become_replacement_characters_and_are_reported() {
    byte[] bytes = "<x>朱镕基的caf? 开门</x>".getBytes(UTF_8);
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf('?')] = (byte) 0xe9;
    for (String header : new String[] {null, "utf-8", "gbk", "iso-8859-1"}) {
      DecodedText decoded = CharsetDetector.decode(bytes, header);
      assertEquals("<x>朱镕基的caf\uFFFD 开门</x>", decoded.text());
      assertTrue(decoded.damaged());
      assertEquals(
          "a few bytes are not valid UTF-8; U+FFFD stands for them", decoded.notice(), header);
    }
  }

  @Test
  void a_damaged_byte_in_gbk_is_reported() {
    byte[] bytes = "<x>朱镕基的故乡，河水?涨</x>".getBytes(GB18030);
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf('?')] = (byte) 0xff;
    DecodedText decoded = CharsetDetector.decode(bytes, "gbk");
    assertEquals("<x>朱镕基的故乡，河水\uFFFD涨</x>", decoded.text());
    assertTrue(decoded.damaged());
  }

  @ParameterizedTest
  @ValueSource(strings = {"utf-8", "gbk", "gb18030", "big5", "shift_jis", "euc-kr"})
  void half_a_character_does_not_swallow_the_markup_behind_it(String charset) {
    byte[] text = ("<x>" + "河上的人".repeat(9) + "水").getBytes(Charset.forName(charset));
    byte[] half = Arrays.copyOf(text, text.length + 3);
    System.arraycopy("</x>".getBytes(UTF_8), 0, half, text.length - 1, 4);
    DecodedText decoded = CharsetDetector.decode(half, charset);
    assertEquals("<x>" + "河上的人".repeat(9) + "\uFFFD</x>", decoded.text());
    assertTrue(decoded.damaged());
  }

  @ParameterizedTest
  @CsvSource({"GB18030, 朱镕基的故乡，河水正涨", "Big5-HKSCS, 河上的新橋修好了，行人先走"})
  void Chinese_without_a_charset_and_with_damage_is_guessed_too(String charset, String text) {
    byte[] bytes = ("<x>" + text + "? " + text + "</x>").getBytes(Charset.forName(charset));
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf('?')] = (byte) 0xff;
    for (String header : new String[] {null, "utf-8"}) {
      DecodedText decoded = CharsetDetector.decode(bytes, header);
      assertEquals("<x>" + text + "\uFFFD " + text + "</x>", decoded.text());
      assertTrue(String.valueOf(decoded.notice()).contains(charset), decoded.notice());
      assertTrue(decoded.damaged());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<x>It’s France’s</x>",
        "<x>Une étude, prévue déjà à Paris</x>",
        "<x>Größenwahn über Österreich – 50 €</x>"
      })
  void bytes_that_are_not_mostly_Chinese_are_guessed_as_windows_1252(String text) {
    byte[] bytes = text.getBytes(Charset.forName("windows-1252"));
    for (String header : new String[] {null, "utf-8"}) {
      DecodedText decoded = CharsetDetector.decode(bytes, header);
      assertEquals(text, decoded.text());
      assertTrue(String.valueOf(decoded.notice()).contains("windows-1252"), decoded.notice());
    }
  }

  @Test
  void Chinese_without_a_charset_is_guessed_as_GB18030() {
    DecodedText decoded = CharsetDetector.decode(TEXT.getBytes(GB18030), null);
    assertEquals(TEXT, decoded.text());
    assertTrue(String.valueOf(decoded.notice()).contains("GB18030"), decoded.notice());
  }

  @Test
  void a_byte_that_windows_1252_does_not_define_is_not_replaced_in_silence() {
    byte[] bytes = "<x>café\u0081</x>".getBytes(ISO_8859_1);
    assertEquals("<x>café\u0081</x>", CharsetDetector.decode(bytes, "windows-1252").text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "latin1", "us-ascii", "windows-1252"})
  void Latin_1_means_windows_1252_and_is_not_a_guess(String label) {
    String text = "<x>L’été – 50 € “…”</x>";
    DecodedText decoded = CharsetDetector.decode(text.getBytes(Charset.forName("cp1252")), label);
    assertEquals(new DecodedText(text, null, false), decoded);
  }

  @Test
  void UTF_8_that_the_prolog_declares_is_read_where_the_header_names_another_charset() {
    String text = "<?xml version=\"1.0\" encoding=\"utf-8\"?><x>Élysée, déjà vu à Orléans</x>";
    for (String header : new String[] {"gbk", "big5", "euc-kr", "iso-8859-1"}) {
      assertEquals(
          new DecodedText(text, null, false), CharsetDetector.decode(text.getBytes(UTF_8), header));
    }
  }

  @Test
  void Chinese_under_the_default_charset_of_a_server_is_a_guess() {
    DecodedText decoded = CharsetDetector.decode(TEXT.getBytes(GB18030), "ISO-8859-1");
    assertTrue(String.valueOf(decoded.notice()).contains("GB18030"), decoded.notice());
    String russian = "<x>Россия и Украина</x>";
    byte[] bytes = russian.getBytes(Charset.forName("windows-1251"));
    assertEquals(
        new DecodedText(russian, null, false), CharsetDetector.decode(bytes, "windows-1251"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"L'élève", "élévation", "Élysée, déjà vu", "Élève, élevé, éléments"})
  void a_few_letters_of_Latin_1_are_not_Chinese(String french) {
    byte[] bytes = french.getBytes(ISO_8859_1);
    assertEquals(new DecodedText(french, null, false), CharsetDetector.decode(bytes, "iso-8859-1"));
  }

  @Test
  void a_NUL_in_front_of_the_prolog_does_not_make_it_UTF_16() {
    String text = "\0<?xml version=\"1.0\"?>" + TEXT;
    assertEquals(text, CharsetDetector.decode(text.getBytes(UTF_8), null).text());
  }

  @Test
  void an_empty_document_is_an_empty_text() {
    assertEquals("", CharsetDetector.decode(new byte[0], null).text());
    assertEquals("a", CharsetDetector.decode("a".getBytes(GB18030), null).text());
  }
}
