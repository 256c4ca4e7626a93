#!/bin/sh
# rfi-archiver: this head finds a Java and runs the jar that follows it in the same file.

# Java maps file names by the locale, and no option changes that: without UTF-8, Chinese paths fail.
if [ "$(locale charmap 2>/dev/null)" != UTF-8 ]; then
  LC_ALL=C.UTF-8
  export LC_ALL
  if [ "$(locale charmap 2>/dev/null)" != UTF-8 ]; then
    LC_ALL=$(locale -a 2>/dev/null | grep -i -m 1 '\.utf-*8$') || LC_ALL=C.UTF-8
  fi
fi

wanted=17
found=

# Sets java where the folder $1 holds a Java that is new enough; its version is read, not asked for.
look_in() {
  [ -x "$1/bin/java" ] || return 1
  version=
  if [ -r "$1/release" ]; then
    while IFS='=' read -r key value; do
      case $key in JAVA_VERSION) version=${value#\"}; version=${version%%[!0-9]*}; break ;; esac
    done <"$1/release"
  else
    version=$("$1/bin/java" -version 2>&1 | sed -n '1s/.*"\([0-9]*\).*/\1/p')
  fi
  if [ "${version:-0}" -ge $wanted ]; then
    java=$1/bin/java
  else
    found="$found
  $1 (version ${version:-unknown})"
    return 1
  fi
}

look_in_path() {
  on_path=$(command -v java 2>/dev/null) || return 1
  on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")
  look_in "${on_path%/bin/java}"
}

look_in_system() {
  for home in /usr/lib/jvm/*; do
    look_in "$home" && return
  done
  return 1
}

if ! { [ -n "${JAVA_HOME:-}" ] && look_in "$JAVA_HOME"; } && ! look_in_path && ! look_in_system; then
  if [ -n "$found" ]; then
    echo "rfi-archiver: java: too old; version $wanted or later is needed, and only these were found:$found" >&2
  else
    echo "rfi-archiver: java: not found in JAVA_HOME, PATH or /usr/lib/jvm" >&2
  fi
  echo "Install one (Debian, Ubuntu: apt install default-jre-headless) or set JAVA_HOME." >&2
  exit 1
fi

terminal=
[ -t 1 ] && terminal=out
[ -t 2 ] && terminal=$terminal,err
exec "$java" -XX:+UseSerialGC -XX:-UsePerfData -Drfi-archiver.terminal="$terminal" -jar "$0" "$@"
