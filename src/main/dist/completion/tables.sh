# The options of a command, or of the program where none is named.
_rfi_archiver_options() {
  case $1 in
    @OPTIONS@
  esac
}

# Sets kind and values to what follows an option of a command; fails where nothing does.
_rfi_archiver_value() {
  kind= values=
  case $1:$2 in
    @VALUES@
    *) return 1 ;;
  esac
}

# The same for what a command takes without an option.
_rfi_archiver_argument() {
  kind= values=
  case $1 in
    @ARGUMENTS@
    *) kind=none ;;
  esac
}
