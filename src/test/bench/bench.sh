#!/bin/sh
# Times the built program on a feed that it makes: src/test/bench/bench.sh [ENTRIES], 10,000 by default.
# Figures of one machine mean little: run it before and after a change, in turn, and compare.
set -eu
entries=${1:-10000}
program=$(cd "$(dirname "$0")/../../.." && pwd)/target/rfi-archiver
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

awk -v n="$entries" 'BEGIN {
  for (i = 0; i < 12; i++) text = text "<p>第" i "段。今天的天气先雨后晴，河边的老桥重新开放，图书馆来了新读者，夜车恢复每晚一班。</p>"
  print "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>t</title>"
  for (i = 0; i < n; i++) {
    day = i % 28 + 1; hour = i % 24; minute = i % 60
    printf "<item><title>标题 %d</title><link>https://www.rfi.fr/cn/test/%d</link>", i, i
    printf "<pubDate>%02d Jan 2023 %02d:%02d:00 GMT</pubDate>", day, hour, minute
    printf "<description><![CDATA[<div>%02d/01/2023 - %02d:%02d</div>", day, hour, minute
    printf "<p><strong>导语。   </strong></p><div>%s<div data-selfpromo-app></div></div>]]></description></item>\n", text
  }
  print "</channel></rss>"
}' >"$work/feed.xml"

measure() {
  name=$1
  shift
  start=$(date +%s%N)
  "$@" >"$work/out" 2>"$work/err" || { cat "$work/err" >&2; exit 1; }
  echo "$(((($(date +%s%N) - start) + 500000) / 1000000)) ms  $name"
}

export RFI_ARCHIVE="$work/archive"
measure "--version" "$program" --version
measure "fetch, $entries new articles" "$program" fetch "$work/feed.xml"
measure "fetch, nothing new" "$program" fetch "$work/feed.xml"
measure "cat --format text" "$program" cat --format text
measure "search" "$program" search 夜车 --limit 10
measure "verify" "$program" verify
