import type { Candidates } from './candidates.ts'

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

const ofCommand = ({ path, words, options, takesFile }: Candidates): readonly string[] => {
  const here = `complete -c muster -n ${quoted(`__muster_at ${path === '' ? "''" : quoted(path)}`)}`
  return [
    ...words.map(({ name, about }) => `${here} -a ${quoted(name)} -d ${quoted(about)}`),
    ...options.map(({ name, about, takesValue, choices, isFile }) => {
      const flag = name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`
      const value = !takesValue
        ? ''
        : isFile
          ? ' -r -F'
          : ` -x${choices.length > 0 ? ` -a ${quoted(choices.join(' '))}` : ''}`
      return `${here} ${flag}${value} -d ${quoted(about)}`
    }),
    ...(takesFile ? [`${here} -F`] : []),
  ]
}

/** A completion script for fish. */
export const fishScript = (commands: readonly Candidates[]): string => `# muster completion for fish
function __muster_at
    set -l route
    for word in (commandline -opc)[2..-1]
        contains -- (string join ' ' $route $word) ${commands
          .filter(({ path }) => path !== '')
          .map(({ path }) => quoted(path))
          .join(' ')}
        and set -a route $word
    end
    test "$route" = "$argv[1]"
end
complete -c muster -f
${commands.flatMap(ofCommand).join('\n')}
`
