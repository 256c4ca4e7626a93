# bash completion for rfi-archiver; the build fills the three tables in from the command line.

@TABLES@

# Sets archive as the program does: option, environment, configuration, home.
_rfi_archiver_archive() {
  local key value
  archive=${archive:-$RFI_ARCHIVE}
  if [ -z "$archive" ]; then
    while IFS=$' \t=' read -r key value; do
      [ "$key" = archive ] && archive=${value%$'\r'}
    done 2>/dev/null <"${XDG_CONFIG_HOME:-$HOME/.config}/rfi-archiver/config"
  fi
  archive=${archive:-${XDG_DATA_HOME:-$HOME/.local/share}/rfi-archiver}
  archive=${archive/#\~\//$HOME/}
}

# The keys that begin with the word, and its months, from file names: no Java is started. The
# newest months come first, and a hundred are enough.
_rfi_archiver_keys() {
  local months month file key i
  _rfi_archiver_archive
  months=("$archive"/[0-9][0-9][0-9][0-9]/[0-9][0-9])
  for ((i = ${#months[@]} - 1; i >= 0 && ${#COMPREPLY[@]} < 100; i--)); do
    month=${months[i]#"$archive"/}
    month=${month/\//-}
    [[ -n $cur && $month == "$cur"* ]] && COMPREPLY+=("$month")
    for file in "${months[i]}"/*Z-"$cur"*.txt; do
      [ -e "$file" ] || continue
      key=${file##*Z-}
      COMPREPLY+=("${key%%.*}")
    done
  done
}

_rfi_archiver() {
  local cur=${COMP_WORDS[COMP_CWORD]} command= option= archive= kind= values= word i
  COMPREPLY=()
  # bash makes three words of --print=text.
  [ "$cur" = = ] && cur=
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [ "$word" = = ]; then
      continue
    elif [ -n "$option" ]; then
      [ "$option" = --archive ] && archive=${word//[\\\"\']/} # as it is typed
      option=
    elif [[ $word == -* ]]; then
      _rfi_archiver_value "$command" "$word" && option=$word
    elif [ -z "$command" ]; then
      command=$word
    fi
  done

  if [ -n "$option" ]; then
    _rfi_archiver_value "$command" "$option"
  elif [[ $cur == -* ]]; then
    kind=words values=$(_rfi_archiver_options "$command")
  else
    _rfi_archiver_argument "$command"
  fi

  local IFS=$' \t\n'
  case $kind in
    words) COMPREPLY=($(compgen -W "$values" -- "$cur")) ;;
    keys) _rfi_archiver_keys ;;
    files) ;; # readline's own, by -o default
    folders)
      IFS=$'\n'
      COMPREPLY=($(compgen -d -- "$cur"))
      compopt -o filenames 2>/dev/null
      ;;
    feeds)
      COMPREPLY=($(compgen -W "$values" -- "$cur"))
      IFS=$'\n'
      COMPREPLY+=($(compgen -f -- "$cur"))
      compopt -o filenames 2>/dev/null
      ;;
    *) compopt +o default 2>/dev/null ;;
  esac
}

complete -o default -F _rfi_archiver rfi-archiver
