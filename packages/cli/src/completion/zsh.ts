import type { Candidate, Candidates } from './candidates.ts'

/** An entry of `_describe`: the name, a colon and the description, quoted for the shell. */
const entry = ({ name, about }: Candidate): string =>
  `'${`${name.replaceAll(':', '\\:')}:${about}`.replaceAll("'", `'\\''`)}'`

const values = ({ options }: Candidates): string =>
  options
    .filter(({ takesValue }) => takesValue)
    .map(({ name, choices, isFile }) => {
      if (choices.length > 0) return `        ${name}) compadd -- ${choices.join(' ')}; return ;;`
      return `        ${name}) ${isFile ? '_files; ' : ''}return ;;`
    })
    .join('\n')

const ofCommand = (command: Candidates): string => {
  const found = values(command)
  return `    '${command.path}')
${found === '' ? '' : `      case "$prev" in\n${found}\n      esac\n`}      if [[ $cur == -* ]]; then
        found=(${command.options.map(entry).join(' ')}); _describe -o option found
      else
        found=(${command.words.map(entry).join(' ')}); (( $#found )) && _describe command found${command.takesFile ? '; _files' : ''}
      fi ;;`
}

/** A completion script for zsh. */
export const zshScript = (commands: readonly Candidates[]): string => `#compdef muster
_muster() {
  local cur=\${words[CURRENT]} prev=\${words[CURRENT-1]} route='' word
  local -a found
  for word in \${words[2,CURRENT-1]}; do
    case "\${route:+$route }$word" in
${commands
  .filter(({ path }) => path !== '')
  .map(({ path }) => `      '${path}') route='${path}' ;;`)
  .join('\n')}
    esac
  done
  case "$route" in
${commands.map(ofCommand).join('\n')}
  esac
}
# Loaded as a function by compinit, or sourced.
if [[ \${funcstack[1]} == _muster ]]; then _muster "$@"; else compdef _muster muster; fi
`
