package io.github.rfiarchiver.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.query.TestArchive;
import io.github.rfiarchiver.run.Verification.Finding;
import io.github.rfiarchiver.run.Verification.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {
  @TempDir private Path folder;

  @Test
  void finds_articles_with_the_same_text_and_different_keys() throws Exception {
    TestArchive files = new TestArchive(folder);
    ArticleFileName one =
        files.add("2023-10-01T00:00:00Z", "", "a", "<div>01/10/2023 - 02:00</div><p>同 文</p>");
    files.add("2023-10-02T00:00:00Z", "", "b", "<p>异文</p>");
    ArticleFileName two = files.add("2023-10-03T00:00:00Z", "", "c", "<p>同<b>文</b></p>");
    files.revise(two, "2023-10-04T00:00:00Z", "", "c", "<p>同文</p>");
    files.add("2023-10-05T00:00:00Z", "", "d", "");
    files.add("2023-10-06T00:00:00Z", "", "e", "");
    Path first = files.archive().path(one);
    Path second = files.archive().path(two.revisedAt(Instant.parse("2023-10-04T00:00:00Z")));
    Finding finding = new Finding(Kind.DUPLICATE, second, "has the same text as " + first, first);
    assertEquals(List.of(finding), new Verification(files.archive(), null).duplicates());
  }
}
