import type { Candidates } from './candidates.ts'

const words = (names: readonly string[]) => names.join(' ')

const optionCase = ({ options }: Candidates): string =>
  options
    .filter(({ takesValue }) => takesValue)
    .map(({ name, choices, isFile }) => {
      if (choices.length > 0)
        return `        ${name}) COMPREPLY=($(compgen -W '${words(choices)}' -- "$cur")); return ;;`
      return `        ${name}) ${isFile ? 'COMPREPLY=($(compgen -f -- "$cur")); ' : ''}return ;;`
    })
    .join('\n')

const ofCommand = (command: Candidates): string => {
  const names = command.words.map(({ name }) => name)
  const options = command.options.map(({ name }) => name)
  const values = optionCase(command)
  return `    '${command.path}')
${values === '' ? '' : `      case "$prev" in\n${values}\n      esac\n`}      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W '${words(options)}' -- "$cur"))
      else COMPREPLY=($(compgen -W '${words(names)}' -- "$cur")${command.takesFile ? ' $(compgen -f -- "$cur")' : ''})
      fi ;;`
}

/** A completion script for bash; `path` becomes the command that the words before the cursor name. */
export const bashScript = (commands: readonly Candidates[]): string => `# muster completion for bash
_muster() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} path='' word
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${path:+$path }$word" in
${commands
  .filter(({ path }) => path !== '')
  .map(({ path }) => `      '${path}') path='${path}' ;;`)
  .join('\n')}
    esac
  done
  case "$path" in
${commands.map(ofCommand).join('\n')}
  esac
}
complete -o filenames -F _muster muster
`
