package io.github.rfiarchiver.cli;

import static io.github.rfiarchiver.Fixtures.feed;
import static io.github.rfiarchiver.Fixtures.item;
import static io.github.rfiarchiver.Fixtures.page;
import static io.github.rfiarchiver.Fixtures.summary;
import static io.github.rfiarchiver.archive.raw.Captures.bytes;
import static io.github.rfiarchiver.archive.raw.Captures.captured;
import static io.github.rfiarchiver.archive.raw.Captures.concat;
import static io.github.rfiarchiver.archive.raw.Captures.gzip;
import static io.github.rfiarchiver.archive.raw.Captures.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code import} of captures, by this program and by others. */
class ImportCapturesTest {
  private static final Instant DATE = Instant.parse("2023-10-28T09:45:02Z");
  private static final Instant NOW = Instant.parse("2024-03-01T12:00:00Z");
  private static final String A = "https://www.rfi.fr/cn/a";
  private static final String B = "https://www.rfi.fr/cn/b";
  private static final String HTML = "Content-Type: text/html; charset=utf-8\r\n";
  private static final String XML = "Content-Type: application/rss+xml\r\n";

  @TempDir Path folder;

  private Path archive() {
    return folder.resolve("archive");
  }

  private Program.Ran run(Object... args) {
    return run(archive(), args);
  }

  private static Program.Ran run(Path archive, Object... args) {
    List<Object> all = new ArrayList<>(List.of("--archive", archive));
    all.addAll(List.of(args));
    return new Program().at(NOW).run(all.toArray());
  }

  private Path file(String name, byte[]... records) throws IOException {
    return Files.write(folder.resolve(name), concat(records));
  }

  /** A page of rfi.fr as another crawler has captured it. */
  private static byte[] captureOf(String url, String date, String headline, String... text) {
    return captured(url, date, HTML, bytes(page(url, headline, DATE, text)));
  }

  private static Map<String, String> texts(Path archive) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    if (Files.exists(archive)) {
      try (Stream<Path> files = Files.walk(archive)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".txt")).toList()) {
          texts.put(archive.relativize(file).toString(), Files.readString(file));
        }
      }
    }
    return texts;
  }

  @Test
  void captures_in_any_order_give_the_same_archive() throws Exception {
    byte[][] records = {
      captured(
          "https://www.rfi.fr/cn/rss",
          "2023-10-28T10:00:00Z",
          XML,
          bytes(feed(summary(A, "甲的标题", DATE), item(B, "乙", DATE, "一。", "二。")))),
      captured(
          "https://www.rfi.fr/cn/section/rss",
          "2023-10-28T10:30:00Z",
          XML,
          bytes(feed(item(B, "乙", DATE, "一。", "二。", "补充。")))),
      captureOf(A, "2023-10-28T11:00:00Z", "甲", "一。", "二。"),
      captureOf(A, "2023-10-29T11:00:00Z", "甲", "一。", "二。", "更正。"),
      captureOf(A, "2023-10-30T11:00:00Z", "甲", "一。", "二。", "又更正。"),
      captureOf(B, "2023-10-31T11:00:00Z", "乙", "一。", "二。", "三。"),
    };
    Map<String, String> expected = null;
    for (int turn = 0; turn < 6; turn++) {
      byte[][] turned = new byte[6][];
      Path[] single = new Path[6];
      for (int i = 0; i < 6; i++) {
        turned[i] = records[turn % 2 == 0 ? (i + turn) % 6 : (turn + 6 - i) % 6];
        single[i] = file("single" + turn + i + ".warc", turned[i]);
      }
      Path one = folder.resolve("one" + turn);
      Path many = folder.resolve("many" + turn);
      assertEquals(
          0, run(one, "import", file("all" + turn + ".warc.gz", gzip(concat(turned)))).status());
      List<Object> args = new ArrayList<>(List.of("import"));
      args.addAll(List.of(single));
      assertEquals(0, run(many, args.toArray()).status());
      expected = expected == null ? texts(one) : expected;
      assertEquals(expected, texts(one));
      assertEquals(expected, texts(many));
    }
    assertEquals(6, expected.size());
    String names = expected.keySet().toString();
    assertTrue(names.contains(".r20231028T103000Z.txt"), names);
    assertTrue(names.contains(".r20231029T110000Z.txt"), names);
    assertTrue(names.contains(".r20231030T110000Z.txt"), names);
    assertTrue(names.contains(".r20231031T110000Z.txt"), names);
    String first = expected.values().iterator().next();
    assertTrue(first.contains("甲的标题") || first.contains("乙"), first);
  }

  @Test
  void a_text_has_what_it_lacks_from_the_captures_next_to_it_in_any_order_and_files()
      throws Exception {
    byte[][] records = new byte[6][];
    for (int day = 0; day < 3; day++) {
      String sound = "https://www.rfi.fr/" + day + ".mp3";
      String text = item(B, "", DATE, "一。", "二。" + (day == 2 ? "补充。" : ""));
      String listed =
          summary(B, "题" + day, DATE)
              .replace("</item>", "<enclosure url=\"" + sound + "\" type=\"audio/mpeg\"/></item>");
      records[2 * day] =
          captured(
              "https://www.rfi.fr/cn/full/rss",
              "2023-10-2%dT10:00:00Z".formatted(day + 7),
              XML,
              bytes(feed(text)));
      records[2 * day + 1] =
          captured(
              "https://www.rfi.fr/cn/rss",
              "2023-10-2%dT10:00:05Z".formatted(day + 7),
              XML,
              bytes(feed(listed)));
    }
    List<byte[]> order = new ArrayList<>(List.of(records));
    Map<String, String> expected = null;
    for (int turn = 0; turn < 6; turn++) {
      Collections.shuffle(order, new Random(turn));
      List<Object> args = new ArrayList<>(List.of("import"));
      for (int i = 0; i < 6; i++) {
        args.add(file("s%d-%d.warc".formatted(turn, i), order.get(i)));
      }
      Path one = folder.resolve("one" + turn);
      Path many = folder.resolve("many" + turn);
      run(one, "import", file("all" + turn + ".warc", order.toArray(new byte[0][])));
      run(many, args.toArray());
      expected = expected == null ? texts(one) : expected;
      assertEquals(expected, texts(one));
      assertEquals(expected, texts(many));
    }
    assertEquals(3, expected.size());
    for (int day = 0; day < 3; day++) {
      String sound = "/" + day + ".mp3";
      String headline = "题" + day;
      assertTrue(
          expected.values().stream().anyMatch(t -> t.contains(sound) && t.contains(headline)),
          expected.toString());
    }
  }

  @Test
  void the_date_of_the_capture_stands_in_where_no_other_is_known() throws Exception {
    String undated =
        page(A, "甲", DATE, "一。", "二。")
            .replaceFirst("<meta property=\"article:published_time\"[^>]*>", "")
            .replaceFirst("<time.*?</time>", "");
    run("import", file("x.warc", captured(A, "2021-05-06T07:08:09Z", HTML, bytes(undated))));
    assertTrue(
        texts(archive()).keySet().iterator().next().startsWith("2021/05/20210506T070809Z-"),
        texts(archive()).toString());
  }

  @Test
  void a_page_with_text_that_is_not_kept_is_named_once() throws Exception {
    String box = "<div class=t-timeline><p>" + "一九五二年开门。".repeat(9) + "</p></div></article>";
    byte[] html = bytes(page(A, "甲", DATE, "一。").replace("</article>", box));
    byte[] first = captured(A, "2023-10-28T10:00:00Z", HTML, html);
    Path warc = file("x.warc", first, captured(A, "2023-10-29T10:00:00Z", HTML, html));
    String said = A + ": has text outside of the known parts";
    for (Program.Ran ran :
        List.of(run("import", warc), run("import", "--rederive", "--dry-run", warc))) {
      assertEquals(0, ran.status(), ran.err());
      assertEquals(2, ran.err().split(said, -1).length, ran.err());
    }
  }

  @Test
  void refused_pages_are_counted_on_standard_error() throws Exception {
    String refused =
        new String(captured(A, "2023-10-28T10:00:00Z", HTML, bytes("no")), StandardCharsets.UTF_8)
            .replace("200 OK", "403 No");
    Program.Ran ran = run("import", file("x.warc", bytes(refused)));
    assertEquals(0, ran.status(), ran.err());
    assertTrue(ran.err().contains("1 record skipped: answers other than 200"), ran.err());
  }

  @Test
  void records_of_other_hosts_are_counted_on_standard_error_and_no_failure() throws Exception {
    String other = "https://other.example/cn/a";
    String listed = "https://listed.example/cn/a";
    Program.Ran ran =
        run(
            "import",
            file(
                "x.warc",
                captureOf(other, "2023-10-28T10:00:00Z", "他", "一。", "二。"),
                captureOf(listed, "2023-10-28T10:00:00Z", "列", "一。", "二。"),
                captureOf("https://m.rfi.fr/cn/a", "2023-10-28T10:00:00Z", "下", "一。", "二。"),
                captureOf("https://norfi.fr/cn/a", "2023-10-28T10:00:00Z", "非", "一。", "二。"),
                captured("https://listed.example/f", "2023-10-28T10:00:00Z", XML, bytes(feed())),
                captured(
                    "https://s.rfi.fr/a.png",
                    "2023-10-28T10:00:00Z",
                    "Content-Type: image/png\r\n",
                    bytes("PNG")),
                captured(A, "2023-10-28T10:00:00Z", "Content-Encoding: br\r\n", bytes("x"))));
    assertEquals(0, ran.status(), ran.err());
    assertEquals(2, texts(archive()).size());
    assertTrue(ran.err().contains("2 records skipped: of other hosts"), ran.err());
    assertTrue(ran.err().contains("1 record skipped: neither feeds nor pages"), ran.err());
    assertTrue(
        ran.err().contains(A + ": its encoding br is not supported; skipped, like"), ran.err());
    assertTrue(ran.err().contains("import: 2 new, 0 known, 0 failed"), ran.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image/jpeg",
        "image/svg+xml",
        "application/pdf",
        "text/javascript; charset=utf-8"
      })
  void markup_of_a_feed_within_a_picture_or_a_script_is_no_feed(String type) throws Exception {
    String metadata =
        "…<x:xmpmeta><rdf:RDF xmlns:rdf=\"r\"><rdf:Description/></rdf:RDF></x:xmpmeta>";
    Program.Ran ran =
        run(
            "import",
            file(
                "x.warc",
                captured(
                    "https://s.rfi.fr/media/a",
                    "2023-10-28T10:00:00Z",
                    "Content-Type: " + type + "\r\n",
                    bytes(metadata)),
                captureOf(A, "2023-10-28T10:00:00Z", "甲", "一。", "二。")));
    assertEquals(0, ran.status(), ran.err());
    assertTrue(ran.err().contains("1 record skipped: neither feeds nor pages"), ran.err());
    assertTrue(ran.err().contains("import: 1 new, 0 known, 0 failed"), ran.err());
  }

  @Test
  void a_page_behind_a_redirect_is_the_article_that_the_feed_lists() throws Exception {
    String short_ = "https://www.rfi.fr/cn/s";
    byte[] page = captureOf(A, "2023-10-28T10:00:02Z", "甲", "一。", "二。");
    byte[] listed =
        captured(
            "https://www.rfi.fr/cn/rss",
            "2023-10-28T10:00:00Z",
            XML,
            bytes(feed(summary(short_, "短", DATE))));
    byte[][] redirects = {
      redirect(short_, "http://www.rfi.fr/cn/a"),
      redirect("http://www.rfi.fr/cn/a", A), // its own key
      redirect("https://www.rfi.fr/cn/unlisted", A)
    };
    for (int i = 0; i < redirects.length; i++) {
      Path archive = folder.resolve("archive" + i);
      byte[] others = concat(redirects[(i + 1) % 3], redirects[(i + 2) % 3]);
      run(archive, "import", file("x.warc", page, redirects[i], others, listed));
      String text = texts(archive).values().iterator().next();
      assertTrue(text.contains("[短](" + short_ + ")"), text);
    }
  }

  private static byte[] redirect(String from, String to) {
    byte[] capture = captured(from, "2023-10-28T10:00:00Z", "Location: " + to + "\r\n", bytes(""));
    return bytes(new String(capture, StandardCharsets.UTF_8).replace("200 OK", "301 Go"));
  }

  @Test
  void a_file_cut_at_every_thousandth_byte_gives_whole_articles_and_one_failure() throws Exception {
    byte[] all = {};
    for (int i = 0; i < 6; i++) {
      String noise = "正文" + "字".repeat(500 * i) + Long.toHexString(i * 7919L * 104729L);
      all = concat(all, gzip(captureOf(A + i, "2023-10-28T10:00:00Z", "第" + i, noise, "二。")));
    }
    Path whole = folder.resolve("whole");
    run(whole, "import", file("whole.warc.gz", all));
    assertEquals(6, texts(whole).size());
    int before = 0;
    for (int length = 1; length < all.length; length += Math.min(1000, all.length / 9)) {
      Path cut = folder.resolve("cut" + length);
      Path warc = file("cut.warc.gz", Arrays.copyOf(all, length));
      Program.Ran ran = run(cut, "import", warc);
      assertEquals(1, ran.status(), ran.err());
      assertTrue(ran.err().startsWith("rfi-archiver: " + warc + ": "), ran.err());
      assertFalse(ran.err().contains("Exception"), ran.err());
      assertTrue(texts(whole).entrySet().containsAll(texts(cut).entrySet()));
      assertTrue(texts(cut).size() >= before);
      before = texts(cut).size();
    }
    assertEquals(5, before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x.wacz|PK\3\4 and so on|is a zip file, such as WACZ; unpack it",
        "x.arc|filedesc://a.arc 0.0.0.0 20051202232540 text/plain 13|is an ARC file, which is not",
        "x.warc|WARC/2.0~WARC-Type: response~Content-Length: 0~~~~|has version WARC/2.0",
        "x.warc|WARC/1.0~WARC-Type: response~Content-Length: 10737418240~~x|is cut off",
        "x.warc|WARC/1.0~WARC-Type: response~Content-Length: 1~~abc~~|does not end where its",
        "x.warc|hello|is not a WARC file",
        "x.warc.gz|hello|is not a WARC file",
        "none.warc||does not exist",
      })
  void what_cannot_be_read_is_named_and_costs_nothing_else(String name, String text, String reason)
      throws Exception {
    if (text != null) {
      byte[] bytes = bytes(text.replace("~", "\r\n"));
      file(name, name.endsWith("gz") ? gzip(bytes) : bytes);
    }
    Path good = file("good.warc", captureOf(A, "2023-10-28T10:00:00Z", "甲", "一。", "二。"));
    Program.Ran ran = run("import", folder.resolve(name), good);
    assertEquals(1, ran.status());
    assertTrue(ran.err().contains(folder.resolve(name) + ": "), ran.err());
    assertTrue(ran.err().contains(reason), ran.err());
    assertEquals(1, texts(archive()).size());
  }

  @Test
  void a_file_that_heritrix_did_not_close_is_read_if_it_is_named() throws Exception {
    byte[] capture = gzip(captureOf(A, "2023-10-28T10:00:00Z", "甲", "一。", "二。"));
    Path open = file("a.warc.gz.open", capture, Arrays.copyOf(capture, 99));
    assertTrue(run("import", open).err().contains("is cut off; nothing after it is read"));
    assertEquals(1, texts(archive()).size());
  }

  private Path rules(String more) throws IOException {
    String builtIn = new Program().run("clean", "--print-rules").out();
    return Files.writeString(folder.resolve("my.rules"), builtIn + more + "\n");
  }

  /** Eight articles, each captured twice, in two files of two months. */
  private List<Path> month() throws IOException {
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String middle = i < 3 ? "一。</p><blockquote>广告在中间</blockquote><p>二。" : "一。";
      String tail = i >= 3 && i < 5 ? "尾。</p><h5>下载我们的应用</h5><p>" : "尾。";
      String whole = page(A + i, "第" + i, DATE.plusSeconds(i), middle, tail);
      String html = i == 5 ? whole.replace("只有页面才有的图说", "图说推广") : whole;
      records.add(captured(A + i, "2023-10-28T10:00:0" + i + "Z", HTML, bytes(html)));
      records.add(captured(A + i, "2023-11-28T10:00:0" + i + "Z", HTML, bytes(html)));
    }
    List<Path> files = new ArrayList<>();
    for (int half = 0; half < 2; half++) {
      int odd = half;
      byte[][] own =
          java.util.stream.IntStream.range(0, 16)
              .filter(i -> i % 2 == odd)
              .mapToObj(records::get)
              .toArray(byte[][]::new);
      files.add(file("month" + half + ".warc", own));
    }
    return files;
  }

  @ParameterizedTest
  @CsvSource({"blockquote,3", "h5,2", "figcaption:contains(推广),1"})
  void a_changed_rule_re_derives_exactly_the_articles_that_it_touches(String junk, int touched)
      throws Exception {
    List<Path> files = month();
    run("import", files.get(0), files.get(1));
    Map<String, String> before = texts(archive());
    assertEquals(8, before.size());
    Path rules = rules(junk + " | promotion");
    Program.Ran dry = run("import", "--rederive", "--dry-run", "--rules", rules, files.get(1));
    assertEquals(0, dry.status(), dry.err());
    assertEquals(before, texts(archive()));
    assertEquals(touched, dry.out().lines().filter(line -> line.startsWith("--- ")).count());
    assertEquals(touched, dry.out().lines().filter(line -> line.startsWith("+++ ")).count());
    Files.delete(files.get(0)); // a month was pruned
    Program.Ran ran = run("import", "--rederive", "--rules", rules, files.get(1));
    assertEquals(0, ran.status(), ran.err());
    assertTrue(ran.err().contains("import: " + touched + " new, " + (8 - touched)), ran.err());
    Map<String, String> after = texts(archive());
    assertEquals(8 + touched, after.size());
    assertTrue(after.entrySet().containsAll(before.entrySet()));
    assertEquals(
        touched, after.keySet().stream().filter(name -> name.contains(".r20240301T12000")).count());
    assertEquals("", run("import", "--rederive", "--rules", rules, files.get(1)).out());
    assertEquals(after, texts(archive()));
    assertEquals(0, run("verify").status());
  }

  /** A feed of one entry, and a day later the page of that. */
  private Path feedThenPage(String entry, String... paragraphs) throws IOException {
    return file(
        "x.warc",
        captured("https://www.rfi.fr/cn/rss", "2023-10-28T10:00:00Z", XML, bytes(feed(entry))),
        captureOf(A, "2023-10-29T10:00:00Z", "甲", paragraphs));
  }

  @Test
  void a_feed_and_a_page_that_tell_an_article_alike_re_derive_it_once_and_only_for_a_cause()
      throws Exception {
    String told = item(A, "甲", DATE, "<em>一。</em>", "二。", "<code>推广</code>");
    Path file = feedThenPage(told, "一。", "二。", "<code>推广</code>");
    run("import", file);
    assertEquals(1, texts(archive()).size());
    assertEquals("", run("import", "--rederive", file).out());
    Path rules = rules("code | promotion");
    assertEquals(1, run("import", "--rederive", "--rules", rules, file).lines().size());
    assertEquals("", run("import", "--rederive", "--rules", rules, file).out());
    assertEquals(2, texts(archive()).size());
    Path fresh = folder.resolve("fresh"); // that nobody saved
    assertEquals(1, run(fresh, "import", "--rederive", file).lines().size());
    assertEquals("", run(fresh, "import", "--rederive", file).out());
  }

  @Test
  void a_rule_that_takes_out_what_the_page_alone_has_re_derives_the_page_and_not_the_feed()
      throws Exception {
    String told = item(A, "甲", DATE, "一。", "二。");
    Path file = feedThenPage(told, "<em>一。</em>", "二。", "<code>推广</code>");
    run("import", file);
    assertEquals(2, texts(archive()).size());
    Path rules = rules("code | promotion");
    assertEquals(1, run("import", "--rederive", "--rules", rules, file).lines().size());
    assertFalse(run("cat").out().contains("推广"));
    assertEquals("", run("import", "--rederive", "--rules", rules, file).out());
  }

  @Test
  void a_dry_run_prints_a_unified_diff_with_a_block_a_line() throws Exception {
    Path file =
        file(
            "x.warc",
            captureOf(A, "2023-10-28T10:00:00Z", "甲", "一。", "二。</p><h5>推广</h5><p>三。", "四。"));
    run("import", file);
    String name = texts(archive()).keySet().iterator().next();
    String out = run("import", "--rederive", "-n", "--rules", rules("h5 | x"), file).out();
    String path = archive().resolve(name).toString();
    String revision = path.replace(".txt", ".r20240301T120000Z.txt");
    List<String> lines = out.lines().toList();
    assertEquals(List.of("--- " + path, "+++ " + revision), lines.subList(0, 2));
    assertTrue(lines.get(2).matches("@@ -(\\d+),7 \\+\\1,6 @@"), lines.get(2));
    assertEquals(10, lines.size());
    assertTrue(out.contains("\n <p>二。</p>\n-<h5>推广</h5>\n <p>三。</p>\n"), out);
  }

  @Test
  void a_dry_run_compares_a_text_with_the_saved_one_that_is_most_like_it() throws Exception {
    Path file =
        file("x.warc", captureOf(A, "2023-10-28T10:00:00Z", "甲", "一。", "二。</p><h5>推广</h5><p>三。"));
    run("import", file);
    run("import", file("y.warc", captureOf(A, "2023-10-29T10:00:00Z", "甲", "另一篇。", "又一篇。")));
    List<String> names = List.copyOf(texts(archive()).keySet());
    assertEquals(2, names.size());
    String out = run("import", "--rederive", "-n", "--rules", rules("h5 | x"), file).out();
    String first = names.get(0).contains(".r") ? names.get(1) : names.get(0);
    assertTrue(out.startsWith("--- " + archive().resolve(first) + "\n"), out);
  }

  @Test
  void a_capture_of_an_article_that_nobody_saved_becomes_its_first_text() throws Exception {
    run("import", file("x.warc", captureOf(A, "2023-10-28T10:00:00Z", "甲", "一。", "二。")));
    Path page =
        file(
            "y.warc",
            captured(
                B,
                "2023-10-28T10:00:00Z",
                HTML,
                bytes(
                    page(B, "乙", DATE, "一。", "二。")
                        .replace("t-content__body u-clearfix", "new-body"))));
    assertEquals(1, texts(archive()).size());
    Path rules =
        Files.writeString(folder.resolve("page.rules"), "body: .new-body | the new template\n");
    assertEquals("", run("import", "--rederive", page).out());
    Program.Ran dry = run("import", "--rederive", "-n", "--page-rules", rules, page);
    assertTrue(dry.out().startsWith("--- /dev/null\n+++ "), dry.out());
    Program.Ran ran = run("import", "--rederive", "--page-rules", rules, page);
    assertTrue(ran.err().contains("import: 1 new"), ran.err());
    assertEquals(2, texts(archive()).size());
    assertTrue(texts(archive()).keySet().stream().noneMatch(name -> name.contains(".r")));
    // page rules count in a plain import as well
    assertEquals(0, run(folder.resolve("o"), "import", "--page-rules", rules, page).status());
    assertEquals(1, texts(folder.resolve("o")).size());
  }

  @Test
  void damaged_metadata_is_named_and_its_page_is_read_without_it() throws Exception {
    byte[] metadata =
        record(
            "WARC/1.1",
            "WARC-Type: metadata\r\nWARC-Target-URI: "
                + A
                + "\r\nWARC-Date: 2023-10-28T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:2>\r\n"
                + "WARC-Refers-To: <urn:uuid:1>\r\nContent-Type: application/warc-fields\r\n",
            bytes("rfiArchiverKey: b81ed83301\r\nrfiArchiverPublished: yesterday\r\n"));
    Program.Ran ran =
        run(
            "import",
            file("x.warc", metadata, captureOf(A, "2023-10-28T10:00:00Z", "甲", "一。", "二。")));
    assertEquals(0, ran.status());
    assertTrue(
        ran.err().contains(A + ": its metadata has an invalid date; its page alone is read"),
        ran.err());
    assertEquals(1, texts(archive()).size());
  }

  @Test
  void an_article_that_cannot_be_saved_is_named_and_counted_and_those_after_it_are_printed()
      throws Exception {
    Files.createDirectories(archive().resolve("2021"));
    Files.writeString(archive().resolve("2021/10"), "not a folder");
    byte[] blocked = bytes(page(A, "甲", DATE.minusSeconds(730 * 86400L), "一。", "二。"));
    byte[][] captures = new byte[101][];
    captures[0] = captured(A, "2023-10-28T10:00:00Z", HTML, blocked);
    for (int i = 1; i < captures.length; i++) { // more than are saved at a time
      captures[i] = captureOf(B + i, "2023-10-28T10:00:00Z", "乙", "一。", "二。");
    }
    Program.Ran ran = run("import", file("x.warc", captures));
    assertEquals(74, ran.status(), ran.err());
    assertEquals(100, texts(archive()).size());
    assertEquals(100, ran.lines().size(), ran.out());
    assertTrue(ran.err().contains("import: 100 new, 0 known, 1 failed"), ran.err());
    assertTrue(ran.err().contains(A + ": " + archive().resolve("2021/10") + ": is"), ran.err());
  }

  @Test
  void wrong_uses_are_named() throws Exception {
    Path text = Files.writeString(folder.resolve("a.txt"), "x\n");
    assertEquals(2, run("import", "--dry-run", text).status());
    run("import", file("x.warc", captureOf(A, "2023-10-28T10:00:00Z", "甲", "一。", "二。")));
    Program.Ran ran = run("import", "--rederive", text);
    assertEquals(1, ran.status());
    assertTrue(ran.err().contains(text + ": is not a WARC file"), ran.err());
    Path pruned = archive().resolve("raw/2023");
    ran = run("import", "--rederive", pruned);
    assertEquals(1, ran.status());
    assertTrue(ran.err().contains(pruned + ": does not exist"), ran.err());
    assertEquals(2, run("verify", "--page-rules", text).status());
  }
}
