#!/bin/sh
# rfi-archiver: this head finds a Java and runs the jar that follows it in the same file.

# Java maps file names by the locale, and no option changes that: without UTF-8, Chinese paths fail.
# What the locale is must be asked, but where it is C.UTF-8 and its folder is seen.
is_utf8() {
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
    C | POSIX) return 1 ;;
    C.UTF-8) [ -d /usr/lib/locale/C.utf8 ] && return ;;
  esac
  [ "$(locale charmap 2>/dev/null)" = UTF-8 ]
}
if ! is_utf8; then
  LC_ALL=C.UTF-8
  export LC_ALL
  is_utf8 || LC_ALL=$(locale -a 2>/dev/null | grep -i -m 1 '\.utf-*8$') || LC_ALL=C.UTF-8
fi

wanted=17
needed='java.logging java.xml jdk.net'
found= lacks=

# Sets java where the folder $1 holds a Java that is new enough and has the modules; this is read, not asked for.
look_in() {
  [ -x "$1/bin/java" ] || return 1
  version= runtime= modules= missing=
  if [ -r "$1/release" ]; then
    while IFS='=' read -r key value; do
      case $key in
        JAVA_VERSION) version=${value#\"}; version=${version%%[!0-9]*} ;;
        JAVA_RUNTIME_VERSION) runtime=${value#\"}; runtime=${runtime%%\"*} ;;
        MODULES) modules=${value#\"}; modules=" ${modules%\"*} " ;;
      esac
    done <"$1/release"
  else
    version=$("$1/bin/java" -version 2>&1 | sed -n '1s/.*"\([0-9]*\).*/\1/p')
  fi
  if [ -n "$modules" ] && [ "${version:-0}" -ge $wanted ]; then
    # https with most sites; from 22 on it is in java.base.
    [ "$version" -ge 22 ] && these=$needed || these="$needed jdk.crypto.ec"
    for module in $these; do
      case $modules in *" $module "*) ;; *) missing="$missing $module" ;; esac
    done
  fi
  if [ "${version:-0}" -ge $wanted ] && [ -z "$missing" ]; then
    java=$1/bin/java
  else
    found="$found
  $1 (version ${version:-unknown}${missing:+, without$missing})"
    lacks=$lacks$missing
    return 1
  fi
}

look_in_path() {
  on_path=$(command -v java 2>/dev/null) || return 1
  for home in /usr/lib/jvm/*; do
    # Where the path leads, without another program that would have to be started to say so.
    if [ "$home/bin/java" -ef "$on_path" ] 2>/dev/null; then
      look_in "$home"
      return
    fi
  done
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
  if [ -n "$lacks" ]; then
    echo "rfi-archiver: java: none that will do; version $wanted or later with all its modules is needed, and only these were found:$found" >&2
  elif [ -n "$found" ]; then
    echo "rfi-archiver: java: too old; version $wanted or later is needed, and only these were found:$found" >&2
  else
    echo "rfi-archiver: java: not found in JAVA_HOME, PATH or /usr/lib/jvm" >&2
  fi
  echo "Install one (Debian, Ubuntu: apt install default-jre-headless) or set JAVA_HOME." >&2
  exit 1
fi

case $0 in
  *:*)
    echo "rfi-archiver: $0: has a colon in its path, where Java takes what follows for another; move it" >&2
    exit 1
    ;;
esac

# Set by lib/rfi-archiver/class-data alone: the folder that has a list of classes, and gets their archive.
if [ -n "${RFI_ARCHIVER_CLASS_DATA:-}" ]; then
  cd "$RFI_ARCHIVER_CLASS_DATA" || exit 1
  "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:dump -Xlog:disable -XX:SharedClassListFile=list \
    -XX:SharedArchiveFile=jsa -cp "$0" || exit 1
  mv jsa "$runtime.$(($(wc -c <jsa))).jsa"
  exit
fi

# Where standard input is closed, the first file that Java opens takes its number, and would be read as
# input: so it becomes one that cannot be read.
{ true 3<&0; } 2>&- || exec 0>/dev/null

terminal=
if [ -t 1 ]; then
  terminal=out
  # A shell keeps the width to itself, so it is asked for; in $(…) standard output is another.
  [ -n "${COLUMNS:-}" ] || { size=$(stty size <&3 2>/dev/null) && COLUMNS=${size#* }; } 3>&1
  export COLUMNS
fi
[ -t 2 ] && terminal=$terminal,err
[ -t 0 ] && terminal=$terminal,in
# A class-data archive saves half of the start, if it was made for this Java (its name says which) and
# this program (Java looks). One that is cut short would crash Java; one that is damaged, Java finds.
# Not with -jar: then Java opens and closes the jar once more, to read its manifest.
set -- -cp "$0" io.github.rfiarchiver.cli.Main "$@"
for shared in "$0.$runtime".*.jsa "${0%/bin/*}/lib/rfi-archiver/$runtime".*.jsa; do
  size=${shared%.jsa}
  if [ -f "$shared" ] && [ -r "$shared" ] && [ "$(wc -c <"$shared")" -eq "${size##*.}" ]; then
    # Where nothing else lies in its place, Java need not move it, which 17 does unasked. Classes of
    # libraries as old as picocli are in it unverified; to verify them at each start takes a tenth of it.
    set -- "-XX:SharedArchiveFile=$shared" -XX:+VerifySharedSpaces \
      -XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 \
      -XX:-BytecodeVerificationRemote "$@"
  fi
done

# One simple compiler and one simple collector: runs are short, and on few processors the better
# compiler costs more than it gives even where they are long, and a second thread of it takes the time
# of the program. Loops over long texts are compiled sooner than by default. The heap begins small and
# grows little: Java would begin with a 64th of the memory, and collect nothing before that is full.
# Transparent huge pages save most page faults of its first use; without them Java starts all the same.
# No option is a date of SQL or of java.time, so picocli need not load their classes.
# A collector that the user names wins: Java refuses to start with two.
case "${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-}" in
  *-XX:+Use*GC*) ;;
  *) set -- -XX:+UseSerialGC "$@" ;;
esac
exec "$java" -XX:InitialRAMPercentage=0.15 -XX:MinHeapFreeRatio=20 \
  -XX:PretenureSizeThreshold=4m -XX:+UseTransparentHugePages -XX:TieredStopAtLevel=1 \
  -XX:CICompilerCount=1 -XX:Tier3BackEdgeThreshold=10000 -XX:-UsePerfData -Xshare:auto -Xlog:disable \
  -Drfi-archiver.terminal="$terminal" "-Dpicocli.converters.excludes=java[.](sql|time)[.].*" "$@"
