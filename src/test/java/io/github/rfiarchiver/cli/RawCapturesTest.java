package io.github.rfiarchiver.cli;

import static io.github.rfiarchiver.Fixtures.feed;
import static io.github.rfiarchiver.Fixtures.item;
import static io.github.rfiarchiver.Fixtures.page;
import static io.github.rfiarchiver.Fixtures.summary;
import static io.github.rfiarchiver.LoopbackServer.cached;
import static io.github.rfiarchiver.LoopbackServer.reply;
import static io.github.rfiarchiver.LoopbackServer.zipped;
import static io.github.rfiarchiver.archive.raw.Captures.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.LoopbackServer;
import io.github.rfiarchiver.archive.raw.Captures;
import io.github.rfiarchiver.archive.raw.OtherReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --raw} keeps, and what can be done with it. */
class RawCapturesTest {
  private static final Instant DATE = Instant.parse("2023-10-28T09:45:02Z");
  private static final Instant NIGHT = Instant.parse("2023-10-29T05:00:00Z");

  @TempDir Path folder;
  private Path archive;
  private LoopbackServer site;

  @BeforeEach
  void openSite() throws IOException {
    archive = folder.resolve("archive");
    site = new LoopbackServer();
    site.at("/feed", cached(summaries("/cn/a", "/cn/b", "/cn/none"), "\"1\""))
        .at(
            "/full",
            reply(200, feed(item(site.url("/cn/c"), "丙", DATE, "一。", "二。")), "Retry-After: 0"))
        .at("/cn/a", zipped(bytes(page(site.url("/cn/a"), "甲", DATE, "一。", "二。"))))
        .at("/cn/b", reply(301, "moved", "Location: /cn/b2"))
        .at("/cn/b2", reply(203, page(site.url("/cn/b2"), "乙", DATE, "一。", "二。")))
        .at("/cn/none", reply(200, "<!DOCTYPE html><html><body>无</body></html>"));
  }

  @AfterEach
  void closeSite() {
    site.close();
  }

  private String summaries(String... paths) {
    List<String> items = new ArrayList<>();
    for (String path : paths) {
      String item = summary(site.url(path), "标题" + path, DATE.plusSeconds(items.size()));
      items.add(item.replace("</item>", "<author>作者甲</author></item>"));
    }
    return feed(items);
  }

  private Program.Ran run(Object... args) {
    return run(archive, NIGHT, args);
  }

  private static Program.Ran run(Path archive, Instant now, Object... args) {
    List<Object> all = new ArrayList<>(List.of("--archive", archive));
    all.addAll(List.of(args));
    return new Program().at(now).run(all.toArray());
  }

  private List<Path> raw() throws IOException {
    return files(archive.resolve("raw"));
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The article files of an archive and what they hold. */
  private static Map<String, String> texts(Path archive) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (Path file : files(archive)) {
      if (file.toString().endsWith(".txt")) {
        texts.put(archive.relativize(file).toString(), Files.readString(file));
      }
    }
    return texts;
  }

  @Test
  void every_response_that_was_used_is_kept_in_one_file_of_the_run() throws Exception {
    run("fetch", "--raw", site.url("/feed"), site.url("/full"));
    assertEquals(List.of(archive.resolve("raw/2023/10/20231029T050000Z.warc.gz")), raw());
    List<OtherReader.Record> records = OtherReader.read(raw().get(0));
    List<String> targets =
        records.stream()
            .filter(record -> record.type().equals("response"))
            .map(record -> record.header("WARC-Target-URI").substring(site.url("").length()))
            .sorted()
            .toList();
    assertEquals(List.of("/cn/a", "/cn/b", "/cn/b2", "/cn/none", "/feed", "/full"), targets);
    assertEquals(2, records.stream().filter(r -> r.type().equals("metadata")).count());
    assertEquals(6, records.stream().filter(r -> r.type().equals("request")).count());
    assertTrue(records.stream().anyMatch(r -> r.text().contains("\r\nRetry-After: 0\r\n")));
    assertEquals("", Captures.validated(raw().get(0)));
    OtherReader.Record page =
        records.stream()
            .filter(r -> r.type().equals("response") && r.header("WARC-Target-URI").endsWith("/a"))
            .findFirst()
            .orElseThrow();
    assertTrue(page.text().contains("Content-Encoding: gzip"), page.text());
    OtherReader.Record metadata =
        records.stream()
            .filter(r -> r.type().equals("metadata") && r.header("WARC-Target-URI").endsWith("/a"))
            .findFirst()
            .orElseThrow();
    assertEquals(page.header("WARC-Record-ID"), metadata.header("WARC-Refers-To"));
    String path = metadata.text().replaceAll("(?s).*rfiArchiverPath: (\\S+).*", "$1");
    assertTrue(Files.exists(archive.resolve(path)), path);
    assertTrue(metadata.text().contains("rfiArchiverRules: sha256:"), metadata.text());
  }

  @Test
  void a_page_from_standard_input_is_kept_before_its_article() throws Exception {
    Program reading = new Program().at(NIGHT).reading(site.url("/cn/a") + "\n");
    Program.Ran ran = reading.run("--archive", archive, "add", "--raw", "-");
    assertEquals(0, ran.status(), ran.err());
    assertEquals(1, raw().size());
    assertEquals(1, texts(archive).size());
  }

  @Test
  void a_304_is_kept_although_there_is_no_article() throws Exception {
    run("fetch", site.url("/feed"));
    assertEquals(List.of(), raw());
    run("fetch", "--raw", site.url("/feed"));
    List<String> types =
        OtherReader.read(raw().get(0)).stream().map(OtherReader.Record::type).toList();
    assertTrue(types.containsAll(List.of("revisit", "request")), types.toString());
    assertEquals("", Captures.validated(raw().get(0)));
  }

  @Test
  void a_dry_run_keeps_none_and_the_configuration_can_ask_for_it() throws Exception {
    run("fetch", "--raw", "--dry-run", site.url("/feed"));
    run("add", "--raw", "--dry-run", site.url("/cn/a"));
    assertFalse(Files.exists(archive));
    Path config = Files.createDirectories(folder.resolve("rfi-archiver")).resolve("config");
    Files.writeString(config, "raw = true\n");
    new Program()
        .with("XDG_CONFIG_HOME", folder.toString())
        .run("--archive", archive, "add", site.url("/cn/a"));
    assertEquals(1, raw().size());
  }

  @Test
  void a_second_run_in_the_same_second_replaces_nothing() throws Exception {
    run("add", "--raw", site.url("/cn/a"));
    run("add", "--raw", site.url("/cn/b"));
    assertEquals(
        List.of("20231029T050000Z-00001.warc.gz", "20231029T050000Z.warc.gz"),
        raw().stream().map(path -> path.getFileName().toString()).toList());
  }

  @Test
  void a_long_run_has_a_file_for_each_batch_and_one_that_holds_its_page() throws Exception {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      String path = "/cn/" + i;
      items.add(summary(site.url(path), "第" + i, DATE.plusSeconds(i)));
      site.at(path, reply(200, page(site.url(path), "第" + i, DATE, "正文" + i + "。")));
    }
    site.at("/long", reply(200, feed(items)));
    run("fetch", "--raw", site.url("/long"));
    assertEquals(3, raw().size());
    int articles = 0;
    for (Path file : raw()) {
      List<OtherReader.Record> records = OtherReader.read(file);
      List<String> ids = records.stream().map(r -> r.header("WARC-Record-ID")).toList();
      for (OtherReader.Record record : records) {
        if (record.type().equals("metadata")) {
          articles++;
          assertTrue(ids.contains(record.header("WARC-Refers-To")));
        }
      }
      assertEquals("", Captures.validated(file));
    }
    assertEquals(150, articles);
  }

  @Test
  void the_text_from_raw_is_the_text_from_the_network() throws Exception {
    run("fetch", "--raw", site.url("/feed"), site.url("/full"));
    run("add", "--raw", site.url("/cn/b2"));
    assertEquals(4, texts(archive).size());
    assertTrue(texts(archive).values().stream().anyMatch(text -> text.contains("作者甲")));
    Path other = folder.resolve("other");
    Program.Ran ran = run(other, NIGHT.plusSeconds(9999), "import", archive.resolve("raw"));
    assertEquals(0, ran.status(), ran.err());
    assertEquals(texts(archive), texts(other));
    assertTrue(ran.err().contains("import: 1 record skipped: pages without an article"), ran.err());
  }

  @Test
  void a_page_says_what_its_feed_said_where_the_feed_was_not_captured() throws Exception {
    run("fetch", "--raw", site.url("/feed"));
    byte[] all = Files.readAllBytes(raw().get(0));
    Path pages = folder.resolve("pages.warc.gz");
    int at = 0;
    for (OtherReader.Record record : OtherReader.read(raw().get(0))) {
      if (!record.headers().toString().contains(site.url("/feed"))) {
        byte[] member = Arrays.copyOfRange(all, at, at + record.length());
        Files.write(pages, member, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
      at += record.length();
    }
    Path other = folder.resolve("other");
    run(other, NIGHT, "import", pages);
    assertEquals(2, texts(other).size());
    assertEquals(texts(archive), texts(other));
  }

  @Test
  void no_password_that_was_sent_enters_a_file() throws Exception {
    String secret = site.url("/cn/a").replace("http://", "http://user:s3cret@");
    site.otherwise(reply(200, feed()));
    try (LoopbackServer proxy = new LoopbackServer()) {
      proxy.otherwise(reply(200, page("http://x.example/cn/a", "甲", DATE, "一。", "二。")));
      String address = proxy.url("").replace("http://", "http://pete:s3cret@");
      Program.Ran ran = run("add", "--raw", "--proxy", address, "http://x.example/cn/a");
      assertEquals(0, ran.status(), ran.err());
      assertEquals(1, proxy.requests().size());
    }
    assertEquals(2, run("add", "--raw", secret).status());
    assertEquals(1, raw().size());
    for (Path file : raw()) {
      for (OtherReader.Record record : OtherReader.read(file)) {
        String all = record.headers() + new String(record.block(), StandardCharsets.UTF_8);
        boolean isOurs = record.type().equals("request") || record.type().equals("response");
        assertFalse(isOurs && all.contains("s3cret"), all);
        assertFalse(all.contains("Authorization"), all);
      }
    }
  }

  @Test
  void verify_names_a_damaged_capture_and_status_counts_them() throws Exception {
    run("fetch", "--raw", site.url("/feed"));
    run(archive, Instant.parse("2023-12-01T05:00:00Z"), "add", "--raw", site.url("/cn/a"));
    Program.Ran whole = run("verify");
    assertEquals(0, whole.status(), whole.out());
    assertTrue(whole.err().contains("verify: 5 files, nothing wrong"), whole.err());
    String status = run("status").out();
    assertTrue(status.contains("2 files of raw captures"), status);
    assertTrue(status.contains("from 2 months, 2023-10 to 2023-12"), status);
    assertTrue(
        run("status", "--format", "json").out().contains("\"months\":[\"2023-10\",\"2023-12\"]"));
    byte[] bytes = Files.readAllBytes(raw().get(0));
    bytes[bytes.length / 2] ^= 1;
    Files.write(raw().get(0), bytes);
    Program.Ran damaged = run("verify");
    assertEquals(1, damaged.status());
    assertTrue(damaged.out().startsWith(raw().get(0) + ": the record at byte "), damaged.out());
    assertTrue(damaged.out().contains("; nothing after it is read\n"), damaged.out());
    for (String name : List.of("raw/2023", "raw")) {
      Path link = archive.resolve(name);
      Files.createSymbolicLink(
          link, Files.move(link, folder.resolve("moved-" + link.getFileName())));
      Program.Ran linked = run("verify");
      assertEquals(1, linked.status());
      assertEquals(link + ": is not a file of raw captures\n", linked.out());
      assertEquals(0, run("status").status());
    }
  }

  @Test
  void a_disk_that_cannot_keep_captures_ends_the_run_before_its_articles() throws Exception {
    run("add", site.url("/cn/b"));
    Files.writeString(archive.resolve("raw"), "in the way");
    Program.Ran ran = run("fetch", "--raw", site.url("/feed"));
    assertEquals(74, ran.status(), ran.err());
    assertTrue(ran.err().contains(archive.resolve("raw") + ": is not a folder"), ran.err());
    assertEquals(1, texts(archive).size());
    Files.delete(archive.resolve("raw"));
    assertEquals(1, run("fetch", "--raw", site.url("/feed")).status()); // /cn/none has no article
    assertEquals(3, texts(archive).size());
  }
}
