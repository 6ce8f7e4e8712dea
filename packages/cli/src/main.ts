import { parseArgs } from 'node:util'
import packageOfCommand from '../package.json' with { type: 'json' }
import { type Command, commands, optionsOfAll, usage, usageOf } from './commands.ts'
import { fileProblem } from './file-problem.ts'
import { UsageError } from './usage-error.ts'

const fail = (message: string, code: number): void => {
  process.stderr.write(`muster: ${message}\n`)
  process.exitCode = code
}

/** The command with the longest name that begins the arguments; the rest are its own arguments. */
const find = (words: readonly string[], credentials: boolean) => {
  for (let length = words.length; length > 0; length--) {
    const name = `${words.slice(0, length).join(' ')}${credentials ? ' --credentials' : ''}`
    const command = commands[name]
    if (command && (length === words.length || command.words))
      return { name, command, words: words.slice(length) }
  }
  return undefined
}

/** The first option that the command does not have. */
const unknownOption = (
  { options = {} }: Command,
  values: Readonly<Record<string, unknown>>,
): string | undefined => Object.keys(values).find((name) => !(name in options) && !(name in everywhere))

const everywhere = {
  config: { type: 'string' },
  credentials: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const

const read = (argv: readonly string[]) =>
  parseArgs({ args: [...argv], allowPositionals: true, options: { ...optionsOfAll, ...everywhere } })

/** Parses and runs a command, as in `muster keys rotate --config F`. */
const run = async (argv: readonly string[]): Promise<void> => {
  let parsed: ReturnType<typeof read>
  try {
    parsed = read(argv)
  } catch (error) {
    fail(`${(error as Error).message}\n\n${usage}`, 2)
    return
  }
  const { values, positionals } = parsed
  const { config, credentials = false, help, version, ...options } = values
  if (version) {
    process.stdout.write(`${packageOfCommand.version}\n`)
    return
  }
  if (help || positionals[0] === 'help') {
    const topic = positionals[0] === 'help' ? positionals.slice(1) : positionals
    const described = find(topic, credentials)
    process.stdout.write(described ? usageOf(described.name, described.command) : usage)
    if (!described && topic.length > 0) fail(`unknown command "${topic.join(' ')}".`, 2)
    return
  }
  const found = find(positionals, credentials)
  if (!found) {
    const name = [...positionals, ...(credentials ? ['--credentials'] : [])].join(' ')
    fail(name === '' ? `specify a command.\n\n${usage}` : `unknown command "${name}".\n\n${usage}`, 2)
    return
  }
  const unknown = unknownOption(found.command, options)
  if (unknown !== undefined) {
    fail(`unknown option --${unknown} for this command.\n\n${usageOf(found.name, found.command)}`, 2)
    return
  }
  try {
    await found.command.run({
      ...(config === undefined ? {} : { configFile: config }),
      words: found.words,
      options,
    })
  } catch (error) {
    if (error instanceof UsageError) fail(`${error.message}\n\n${usageOf(found.name, found.command)}`, 2)
    else fail(fileProblem(error) ?? (error as Error).message, 1)
  }
}

// Files that commands write contain hashes, keys, mail or exports: only their owner may read them.
process.umask(0o077)
await run(process.argv.slice(2))
