#compdef rfi-archiver
# zsh completion for rfi-archiver; the build fills the three tables in from the command line.

@TABLES@

# Sets archive as the program does: option, environment, configuration, home.
_rfi_archiver_archive() {
  local key value config=${XDG_CONFIG_HOME:-$HOME/.config}/rfi-archiver/config
  archive=${archive:-$RFI_ARCHIVE}
  if [[ -z $archive && -r $config ]]; then
    while IFS=$' \t=' read -r key value; do
      [[ $key == archive ]] && archive=${value%$'\r'}
    done <$config
  fi
  archive=${archive:-${XDG_DATA_HOME:-$HOME/.local/share}/rfi-archiver}
  archive=${archive/#\~\//$HOME/}
}

# The keys that begin with the word, and its months, from file names: no Java is started. The
# newest months come first, and a hundred are enough.
_rfi_archiver_keys() {
  local month
  local -aU found
  local -a files
  _rfi_archiver_archive
  for month in $archive/[0-9][0-9][0-9][0-9]/[0-9][0-9](N/On); do
    (( $#found < 100 )) || break
    [[ -n $PREFIX ]] && found+=(${month:h:t}-${month:t})
    files=($month/*Z-$PREFIX*.txt(N:t))
    files=(${files#*Z-})
    found+=(${files%%.*})
  done
  compadd -- $found
}

_rfi_archiver() {
  local command= option= archive= kind= values= word i
  for ((i = 2; i < CURRENT; i++)); do
    word=${(Q)words[i]}
    if [[ -n $option ]]; then
      [[ $option == --archive ]] && archive=$word
      option=
    elif [[ $word == --*=* ]]; then
      [[ $word == --archive=* ]] && archive=${word#*=}
    elif [[ $word == -* ]]; then
      _rfi_archiver_value "$command" "$word" && option=$word
    elif [[ -z $command ]]; then
      command=$word
    fi
  done

  if [[ -n $option ]]; then
    _rfi_archiver_value "$command" "$option"
  elif [[ $PREFIX == --*=* ]]; then
    _rfi_archiver_value "$command" "${PREFIX%%=*}"
    compset -P '*='
  elif [[ $PREFIX == -* ]]; then
    kind=words values=$(_rfi_archiver_options "$command")
  else
    _rfi_archiver_argument "$command"
  fi

  case $kind in
    words) compadd -- ${=values} ;;
    keys) _rfi_archiver_keys ;;
    files) _files ;;
    folders) _files -/ ;;
    feeds)
      compadd -- ${=values}
      _files
      ;;
  esac
}

# Run where zsh loads this file by its name; else, as by source, only defined.
if [[ $funcstack[1] == _rfi-archiver ]]; then
  _rfi_archiver "$@"
else
  compdef _rfi_archiver rfi-archiver
fi
