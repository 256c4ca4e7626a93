package io.github.rfiarchiver.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.rfiarchiver.article.Article;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerifierTest {
  private static final Article ARTICLE = Samples.article("a", "<p>工匠用了两年。</p>");
  private static final String TEXT = ArticleFile.text(ARTICLE);
  private static final String NAME = ArticleFile.name(ARTICLE).toString();
  private static final Path PATH = Path.of("2023", "10", NAME);

  @Test
  void a_whole_file_has_no_problem() {
    assertEquals(Optional.empty(), Verifier.problem(PATH, TEXT.getBytes(UTF_8)));
    Path revision = PATH.resolveSibling(NAME.replace(".txt", ".r20231029T050000Z.txt"));
    assertEquals(Optional.empty(), Verifier.problem(revision, TEXT.getBytes(UTF_8)));
  }

  @Test
  void another_name_is_a_problem() {
    assertEquals(
        "does not have the name of an article file",
        problem(Path.of("2023", "10", "notes.txt"), TEXT));
  }

  @Test
  void another_folder_is_a_problem() {
    assertEquals(
        "is not in the folder of its month, 2023/10", problem(Path.of("2023", "11", NAME), TEXT));
    assertEquals("is not in the folder of its month, 2023/10", problem(Path.of(NAME), TEXT));
  }

  @Test
  void a_file_cut_off_anywhere_is_a_problem() {
    byte[] whole = TEXT.getBytes(UTF_8);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertEquals(true, Verifier.problem(PATH, cut).isPresent(), "cut to " + length + " bytes");
    }
    assertEquals("does not end in a line feed: it may be cut off", problem(PATH, TEXT.strip()));
    assertEquals("is empty", problem(PATH, ""));
  }

  @Test
  void bytes_that_are_not_UTF_8_are_a_problem() {
    byte[] bytes = TEXT.getBytes(UTF_8);
    bytes[bytes.length - 8] = (byte) 0xfe;
    assertEquals(Optional.of("is not UTF-8"), Verifier.problem(PATH, bytes));
  }

  @Test
  void zeros_after_a_power_cut_are_a_problem() {
    assertEquals(true, Verifier.problem(PATH, new byte[TEXT.length()]).isPresent());
  }

  @Test
  void zeros_within_a_text_are_a_problem() {
    String holed = TEXT.replaceFirst("(?s)(.*).{4}(</p>)", "$1\0\0\0\0$2");
    assertEquals("is not as rfi-archiver writes it: changed, or incomplete", problem(PATH, holed));
  }

  @Test
  void a_file_in_another_form_than_the_program_writes_is_a_problem() {
    String expected = "is not as rfi-archiver writes it: changed, or incomplete";
    assertEquals(expected, problem(PATH, TEXT.replace("\n", "\r\n")));
    assertEquals(expected, problem(PATH, "\uFEFF" + TEXT));
    assertEquals(expected, problem(PATH, TEXT + "\n"));
  }

  @Test
  void another_URL_is_a_problem() {
    String other = ArticleFile.text(Samples.article("b", "<p>工匠</p>"));
    assertEquals(
        "holds another article: its URL has the key " + Samples.address("b").key(),
        problem(PATH, other));
  }

  @Test
  void a_key_of_16_digits_of_its_URL_is_not_a_problem() {
    String name = PATH.getFileName().toString();
    Path sound = PATH.resolveSibling(name.replace(key(), ARTICLE.url().longKey()));
    assertEquals("none", problem(sound, TEXT));
    Path other = PATH.resolveSibling(name.replace(key(), key() + "000000"));
    assertEquals("holds another article: its URL has the key " + key(), problem(other, TEXT));
  }

  private static String key() {
    return ARTICLE.url().key();
  }

  @Test
  void another_date_is_a_problem() {
    String other = ArticleFile.text(ARTICLE.publishedAt(Samples.PUBLISHED.plusSeconds(1)));
    assertEquals("holds another date: 2023-10-28T09:45:03.345Z", problem(PATH, other));
  }

  private static String problem(Path path, String text) {
    return Verifier.problem(path, text.getBytes(UTF_8)).orElse("none");
  }
}
