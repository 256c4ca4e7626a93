#!/usr/bin/env bash
# Tries what "mvn -Pdist package" made: unpacks, installs, runs, removes. Takes the version.
# What cannot be tried here (a tool is missing, not root) is said, and is no failure.
set -eu
cd "$(dirname "$0")/../../.."
version=$1
project=$PWD
tarball=$project/target/rfi-archiver-$version.tar.gz
deb=$project/target/rfi-archiver_${version}_all.deb
tree=$project/target/dist/tree
java_home=${JAVA_HOME:-$(readlink -f "$(command -v javac)" | sed 's|/bin/javac$||')}
# Folders with a blank and Chinese in their names, as there are.
work=$(mktemp -d "${TMPDIR:-/tmp}/rfi-archiver 检查.XXXXXX")
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8
unset RFI_ARCHIVE XDG_DATA_HOME XDG_CONFIG_HOME

say() { printf 'dist: %s\n' "$*"; }
skip() { say "SKIPPED: $*"; }
fail() {
  say "FAILED: $*" >&2
  exit 1
}
has() { command -v "$1" >/dev/null; }

# Runs a program as cron would: no locale, no terminal, hardly a PATH.
bare() { env -i HOME="$work/home" PATH=/usr/bin:/bin JAVA_HOME="$java_home" "$@"; }

runs() { # PROGRAM
  bare "$1" --version >"$work/version" 2>"$work/err" || fail "$1 --version: $(cat "$work/err")"
  [ "$(head -n 1 "$work/version")" = "rfi-archiver $version" ] || fail "$1 says $(cat "$work/version")"
  rm -rf "$work/archive"
  bare "$1" --archive "$work/archive" fetch sample >"$work/out" 2>"$work/err" ||
    fail "$1 fetch sample: $(cat "$work/err")"
  [ "$(wc -l <"$work/out")" -eq 5 ] || fail "$1 fetch sample: $(cat "$work/out" "$work/err")"
  rm -rf "$work/archive"
  bare "$1" --quiet --archive "$work/archive" fetch sample >"$work/out" 2>&1 && [ ! -s "$work/out" ] ||
    fail "$1 --quiet fetch sample: $(cat "$work/out")"
  bare "$1" --archive "$work/archive" verify >/dev/null 2>&1 || fail "$1 verify"
}

check_tarball() {
  tar -xzf "$tarball" -C "$work"
  local unpacked="$work/rfi-archiver-$version" file
  for file in bin/rfi-archiver share/man/man1/rfi-archiver.1 share/bash-completion/completions/rfi-archiver \
    share/zsh/site-functions/_rfi-archiver share/systemd/user/rfi-archiver.service share/systemd/user/rfi-archiver.timer \
    share/doc/rfi-archiver/{README.md,LICENSE,licences/README,examples/crontab.example,junk.rules,page.rules}; do
    [ -s "$unpacked/$file" ] || fail "$tarball has no $file"
  done
  ln -s "$unpacked/bin/rfi-archiver" "$work/linked"
  check_class_data "$unpacked/lib/rfi-archiver" "$unpacked/bin/rfi-archiver" "$unpacked/lib/rfi-archiver/class-data"
  runs "$unpacked/bin/rfi-archiver"
  runs "$work/linked"
  ! grep -rl '@[A-Z]\{3,\}@\|\${' "$unpacked/share/man" "$unpacked/share/systemd" || fail "a placeholder was left"
  grep -q "rfi-archiver $version" "$unpacked/share/man/man1/rfi-archiver.1" || fail "the man page has another version"
  say "tarball: unpacked and run"
}

# A class-data archive is made, and changes nothing where it is damaged.
check_class_data() { # LIB PROGRAM COMMAND...
  local lib=$1 program=$2 made
  shift 2
  bare "$@" >"$work/out" 2>&1 || fail "$*: $(cat "$work/out")"
  made=$(echo "$lib"/*.jsa)
  [ -s "$made" ] || fail "$* made no class-data archive"
  check_class_data_is_used "$lib" "$program"
  runs "$program"
  chmod u+w "$made"
  printf 'damage' | dd of="$made" bs=1 seek=1000000 conv=notrunc 2>/dev/null
  runs "$program"
  : >"$made"
  runs "$program"
  bare "$lib/class-data" remove || fail "class-data remove"
  [ ! -e "$made" ] || fail "class-data remove left $made"
  say "class data: made, harmless where it is damaged, removed"
}

check_class_data_is_used() { # LIB PROGRAM
  # These options come after the program's own, which silence Java.
  bare _JAVA_OPTIONS="-Xlog:class+load:file='$work/loaded':none" "$2" --version >/dev/null 2>&1 || fail "$2"
  [ -s "$work/loaded" ] || fail "Java logs no classes"
  grep -q '^io\.github\.rfiarchiver.* source: shared objects file' "$work/loaded" || case $1 in
    # Java 17 uses none where a URL escapes the path.
    *[!a-zA-Z0-9/._-]*) say "class data: not used by this Java in $1" ;;
    *) fail "the class-data archive is not used" ;;
  esac
}

check_licences() {
  local library
  sed -n 's/^ *[^: ]*:\([^: ]*\):jar:.*/\1/p' target/dist/libraries.txt | sort >"$work/libraries"
  [ "$(wc -l <"$work/libraries")" -ge 5 ] || fail "target/dist/libraries.txt names no libraries"
  while read -r library; do
    grep -q "^  $library  " src/main/dist/licences/README || fail "licences/README does not name $library"
  done <"$work/libraries"
  sed -n 's/^  \([a-z0-9-]*\)  .*\(Apache-2.0\|\.txt\).*/\1/p' src/main/dist/licences/README | grep -v '^library$' |
    sort | diff "$work/libraries" - || fail "licences/README and the libraries inside differ"
  for library in $(sed -n 's/^  [a-z0-9-]*  *\([A-Za-z0-9]*\.txt\) .*/\1/p' src/main/dist/licences/README | sort -u); do
    [ -s "src/main/dist/licences/$library" ] || fail "licences/$library is missing"
  done
  say "licences: of all $(wc -l <"$work/libraries") libraries inside"
}

check_man() {
  has man || { skip "man page: no man"; return; }
  MANWIDTH=80 man --warnings -E UTF-8 -l "$tree/share/man/man1/rfi-archiver.1" >"$work/man" 2>"$work/err" || true
  [ ! -s "$work/err" ] || fail "man page: $(cat "$work/err")"
  if [ "$(wc -l <"$work/man")" -lt 100 ]; then
    skip "man page: man shows nothing here (minimised system?)"
    return
  fi
  grep -q '中国' "$work/man" || fail "man page: Chinese is lost"
  say "man page: rendered without warnings"
}

check_completion() {
  has script || { skip "completion on a terminal: no script(1)"; return; }
  # A person at a terminal: --print=j and TAB, then a line end.
  cat >"$work/rc" <<END
PS1='> '
bind 'set bell-style none'
bind 'set enable-bracketed-paste off'
rfi-archiver() { printf 'got<%s>' "\$@"; echo; }
. "$tree/share/bash-completion/completions/rfi-archiver"
END
  printf 'rfi-archiver fe\t --print=j\t 港\t\nexit\n' >"$work/keys"
  (cd "$work" && timeout 20 script -qec 'bash --noprofile --rcfile rc -i' /dev/null <"$work/keys" >"$work/typed" 2>&1) || true
  grep -q 'got<fetch>got<--print=json>got<港澳台>' "$work/typed" || fail "completion on a terminal: $(cat "$work/typed")"
  say "completion: typed on a terminal"
}

check_units() {
  has systemd-analyze || { skip "systemd units: no systemd-analyze"; return; }
  mkdir -p "$work/run"
  XDG_RUNTIME_DIR="$work/run" systemd-analyze --user --man=no verify "$tree"/share/systemd/user/rfi-archiver.{service,timer} \
    >"$work/out" 2>&1 || fail "systemd-analyze verify: $(cat "$work/out")"
  ! grep rfi-archiver "$work/out" || fail "systemd-analyze verify has something to say"
  grep -qx 'SuccessExitStatus=75' "$tree/share/systemd/user/rfi-archiver.service" || fail "status 75 would be a failure"
  systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' "$tree/share/systemd/user/rfi-archiver.timer")" >/dev/null ||
    fail "OnCalendar"
  say "systemd units: verified"
}

# The line of the example, with feeds that need no network: a mail is what is printed.
check_cron() { # FOLDER of the program
  local line
  line=$(sed -n 's/^[0-9*,/-]* [0-9*,/-]* [^ ]* [^ ]* [^ ]*  *//p' "$tree/share/doc/rfi-archiver/examples/crontab.example")
  [ -n "$line" ] || fail "crontab.example has no line"
  rm -rf "$work/home"
  mkdir -p "$work/home"
  mail=$(env -i HOME="$work/home" PATH="$1:/usr/bin:/bin" JAVA_HOME="$java_home" /bin/sh -c "${line/fetch/fetch sample}" 2>&1) ||
    fail "crontab line: $mail"
  [ -z "$mail" ] || fail "crontab line: a mail comes where nothing failed: $mail"
  [ -d "$work/home/.local/share/rfi-archiver" ] || fail "crontab line: nothing was archived"
  mail=$(env -i HOME="$work/home" PATH="$1:/usr/bin:/bin" JAVA_HOME="$java_home" /bin/sh -c "${line/fetch/fetch ./none.xml}" 2>&1) &&
    fail "crontab line: a failure goes unnoticed"
  case $mail in *none.xml*) ;; *) fail "crontab line: no mail where something failed" ;; esac
  say "crontab line: a mail where something failed, and none otherwise"
}

check_java() {
  local jlink=$java_home/bin/jlink program=$tree/bin/rfi-archiver
  [ -x "$jlink" ] && [ -d "$java_home/jmods" ] || { skip "Java without modules: no jlink"; return; }
  "$jlink" --add-modules java.base --output "$work/small"
  # The head alone knows one more place, which is taken away here.
  sed "/^exec /q; s|/usr/lib/jvm|$work/none|" <(head -c 8192 "$program" | tr -d '\0') >"$work/head.sh"
  if env -i PATH="$work/small/bin:/usr/bin:/bin" JAVA_HOME="$work/small" sh -c 'PATH=$1; . "$2"' sh \
    "$work/small/bin:$(tools)" "$work/head.sh" >"$work/out" 2>&1; then
    fail "a Java of java.base alone was taken"
  fi
  grep -q "without java.logging java.xml" "$work/out" || fail "Java without modules: $(cat "$work/out")"
  "$jlink" --add-modules java.base,java.logging,java.xml,jdk.crypto.ec,jdk.net --output "$work/enough"
  bare JAVA_HOME="$work/enough" "$program" --version | grep -q "$work/enough" ||
    fail "a Java of the needed modules alone was not taken"
  bare JAVA_HOME="$work/enough" "$program" -q --archive "$work/a2" fetch sample >"$work/out" 2>&1 ||
    fail "a Java of the needed modules alone: $(cat "$work/out")"
  printf '<p>\x96\xfd\xe9F</p>' | bare JAVA_HOME="$work/enough" "$program" clean >"$work/out" 2>&1 ||
    fail "GB18030 with a Java of the needed modules alone: $(cat "$work/out")"
  # A port where nobody listens: the HTTP client must load, and say that.
  bare JAVA_HOME="$work/enough" "$program" -v --archive "$work/a2" add https://127.0.0.1:9/ >"$work/out" 2>&1 || true
  ! grep -q 'NoClassDefFound\|ClassNotFound\|internal error' "$work/out" || fail "a module is missing: $(cat "$work/out")"
  say "Java: one without the needed modules is refused, and these are enough"
}

# A folder with the few tools that the head uses, and no Java.
tools() {
  local tool
  mkdir -p "$work/tools"
  for tool in sh locale sed readlink grep; do
    ln -sf "$(command -v $tool)" "$work/tools/$tool"
  done
  echo "$work/tools"
}

check_home() {
  local program=$tree/bin/rfi-archiver
  [ "$(id -u)" -eq 0 ] && has setpriv || { skip "foreign and missing homes: not root, or no setpriv"; return; }
  chmod 755 "$work"
  cp "$program" "$work/program"
  chmod 755 "$work/program"
  mkdir -p "$work/closed"
  chmod 755 "$work/closed"
  local stranger=(setpriv --reuid 54321 --clear-groups)
  ! env -i HOME="$work/closed" PATH=/usr/bin:/bin JAVA_HOME="$java_home" "${stranger[@]}" "$work/program" fetch sample \
    >"$work/out" 2>&1 || fail "a home that is closed was written"
  grep -q "closed/.local: permission denied; .*--archive" "$work/out" || fail "a home that is closed: $(cat "$work/out")"
  ! (cd / && env -i PATH=/usr/bin:/bin JAVA_HOME="$java_home" "${stranger[@]}" "$work/program" fetch sample \
    >"$work/out" 2>&1) || fail "no home, and it ran"
  grep -q "set HOME, or name a folder with --archive" "$work/out" || fail "without a home: $(cat "$work/out")"
  say "homes: a closed one and a missing one are named"
}

check_deb() {
  has dpkg || { skip ".deb: no dpkg"; return; }
  dpkg --info "$deb" | grep -q 'Depends:.*java17-runtime-headless' || fail ".deb: no Java is asked for"
  [ "$(id -u)" -eq 0 ] || { skip ".deb: installing wants root"; return; }
  ! dpkg -s rfi-archiver >/dev/null 2>&1 || { skip ".deb: rfi-archiver is installed here already"; return; }
  traces >"$work/before"
  if ! DEBIAN_FRONTEND=noninteractive dpkg -i "$deb" >"$work/out" 2>&1; then
    dpkg --purge rfi-archiver >/dev/null 2>&1 || true
    fail ".deb: $(cat "$work/out")"
  fi
  # Whatever happens from here on, it goes again.
  trap 'dpkg --purge rfi-archiver >/dev/null 2>&1; rm -rf "$work"' EXIT
  [ -s "$(echo /usr/lib/rfi-archiver/*.jsa)" ] || fail ".deb: postinst made no class-data archive"
  check_class_data_is_used /usr/lib/rfi-archiver /usr/bin/rfi-archiver
  runs /usr/bin/rfi-archiver
  # As when Java changes: the trigger makes it again.
  /usr/lib/rfi-archiver/class-data remove
  dpkg-trigger --by-package=rfi-archiver /usr/lib/jvm && dpkg --triggers-only --pending >/dev/null 2>&1
  [ -s "$(echo /usr/lib/rfi-archiver/*.jsa)" ] || fail ".deb: the trigger made no class-data archive"
  check_cron /usr/bin
  local file
  for file in /usr/share/man/man1/rfi-archiver.1.gz /usr/share/bash-completion/completions/rfi-archiver \
    /usr/share/zsh/vendor-completions/_rfi-archiver /usr/lib/systemd/user/rfi-archiver.timer /usr/share/doc/rfi-archiver/copyright; do
    dpkg -L rfi-archiver | grep -qx "$file" || fail ".deb: does not install $file"
  done
  dpkg --verify rfi-archiver >"$work/out"
  # Minimised systems drop documentation on the way in.
  ! grep -v ' /usr/share/\(doc\|man\)/' "$work/out" || fail ".deb: what was installed is not what is inside"
  dpkg --purge rfi-archiver >"$work/out" 2>&1 || fail ".deb: does not go: $(cat "$work/out")"
  trap 'rm -rf "$work"' EXIT
  traces | diff "$work/before" - || fail ".deb: left a trace"
  say ".deb: installed, run, removed without a trace"
}

traces() {
  find /usr /etc /var/lib/dpkg/info /opt /var/lib/systemd -xdev \( -name '*rfi-archiver*' -o -path '/etc/*' \) 2>/dev/null | sort
}

# A second build, elsewhere: the same bytes.
check_reproducible() {
  has mvn || { skip "reproducible: no mvn"; return; }
  local copy="$work/copy" name
  mkdir "$copy"
  tar -cf - --exclude=./target . | tar -xf - -C "$copy"
  (cd "$copy" && umask 077 && TZ=Asia/Shanghai mvn -q -B -o -Pdist package -DskipTests) >"$work/out" 2>&1 ||
    fail "second build: $(tail -n 20 "$work/out")"
  # And once more in the same tree.
  (cd "$copy" && mvn -q -B -o -Pdist package -DskipTests) >"$work/out" 2>&1 || fail "third build: $(tail -n 20 "$work/out")"
  for name in rfi-archiver "${tarball##*/}" "${deb##*/}"; do
    cmp "target/$name" "$copy/target/$name" || fail "two builds of $name differ"
  done
  say "reproducible: two builds, the same bytes"
}

check_tarball
check_licences
check_man
check_completion
check_units
check_cron "$tree/bin"
check_java
check_home
check_deb
check_reproducible
say "all is well"
