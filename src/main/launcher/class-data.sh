#!/bin/sh
# Makes a class-data archive beside the program: the classes of typical runs, parsed and laid out, so
# that Java maps them into memory at its start. It holds for one build of the program and one of Java.
#
#   class-data.sh JAVA_HOME JAVA_RUNTIME_VERSION PROGRAM TEST_CLASSES
set -eu
java=$1/bin/java
runtime=$2
program=$3
tests=$4
work=${program%/*}/class-data
# Java reads paths by the locale: in the plain C locale it finds nothing in a folder with a Chinese name.
export LC_ALL=C.UTF-8
options="-XX:+UseSerialGC -XX:TieredStopAtLevel=1"

rm -rf "$program".*.jsa "$work"
if [ ! -e "$tests/io/github/rfiarchiver/cli/Training.class" ]; then
  echo "class-data: no tests were compiled, so no archive is made; the program starts slower without"
  exit 0
fi
mkdir -p "$work"
# shellcheck disable=SC2086 # the options are several words
env -i LC_ALL="$LC_ALL" RFI_ARCHIVE="$work/archive" "$java" $options -Xshare:off -XX:DumpLoadedClassList="$work/loaded" \
  -cp "$program:$tests" io.github.rfiarchiver.cli.Training >"$work/log" 2>&1
# Classes of the tests are not in the program, and would be looked for in vain. Constants resolved
# beforehand, which newer Javas list as well, would keep libraries as old as picocli out altogether.
# Sorted, since the packages hold this list and are the same bytes whenever they are built; in reverse,
# since the lambdas of a nested class, whose lines begin with @, are kept only behind the class around it.
grep -v -e '^@cp' -e '^#' -e LoopbackServer -e rfiarchiver/Fixtures -e cli/Training "$work/loaded" |
  LC_ALL=C sort -r >"$work/classes"
# shellcheck disable=SC2086
"$java" $options -Xshare:dump -Xlog:disable -XX:SharedClassListFile="$work/classes" \
  -XX:SharedArchiveFile="$work/jsa" -cp "$program" >>"$work/log" 2>&1
# A file that is cut short would crash Java: the launcher compares its size with its name.
size=$(wc -c <"$work/jsa")
mv "$work/jsa" "$program.$runtime.$((size)).jsa"
