package io.github.rfiarchiver.article.clean;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageRulesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"body .x | no colon", "foo: .x | no such part", "body: [ | bad", "body: .x"})
  void reports_the_line_with_the_error(String line) {
    MalformedException e =
        assertThrows(
            MalformedException.class, () -> PageRules.parse("own.rules", "# mine\n" + line));
    assertEquals("own.rules", e.subject());
    assertTrue(e.reason().startsWith("line 2: "), e.reason());
  }

  @Test
  void the_printed_table_can_be_parsed() throws Exception {
    PageRules.parse("printed", PageRules.builtInTable());
  }
}
