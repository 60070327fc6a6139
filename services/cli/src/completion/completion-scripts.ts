/** What a shell sources: it asks this program, so that a new command needs no new script. Without a candidate, files are offered. */
export const completionScripts = {
  bash: `_yuexin() {
  local line
  COMPREPLY=()
  while IFS=$'\\t' read -r line _; do
    COMPREPLY+=("$line")
  done < <("\${COMP_WORDS[0]}" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _yuexin yuexin`,
  zsh: `#compdef yuexin
_yuexin() {
  local -a candidates
  local word about
  while IFS=$'\\t' read -r word about; do
    candidates+=("\${word//:/\\\\:}:$about")
  done < <("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#candidates} )); then
    _describe 'yuexin' candidates
  else
    _files
  fi
}
compdef _yuexin yuexin`,
} as const;
