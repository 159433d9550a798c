# Completion of straddle for bash and zsh: source <(straddle generate-completion)
if [ -n "${ZSH_VERSION-}" ]; then
  autoload -U +X compinit && compinit
  autoload -U +X bashcompinit && bashcompinit
fi
_straddle() {
  local line=${COMP_LINE:0:COMP_POINT} IFS=$' \t\n'
  local words=($line) current=
  case $line in *[![:space:]]) current=${words[@]: -1} ;; *) words+=("") ;; esac
  # An at sign ends a word for bash, so what stands before it is not to be completed again.
  local before=${current%"${current##*[@=]}"}
  local IFS=$'\n'
  COMPREPLY=($("${words[@]:0:1}" generate-completion --words -- "${words[@]:1}" 2>/dev/null))
  COMPREPLY=("${COMPREPLY[@]#"$before"}")
  [ ${#COMPREPLY[@]} -gt 0 ] || compopt -o default 2>/dev/null
}
complete -o nosort -F _straddle straddle ./straddle
