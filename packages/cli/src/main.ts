import { parseArgs } from 'node:util'
import packageOfCommand from '../package.json' with { type: 'json' }
import { type Command, commands, optionsOfAll, usage, usageOf } from './commands.ts'
import { fileProblem } from './file-problem.ts'
import { UsageError } from './usage-error.ts'

const fail = (message: string, code: number): void => {
  process.stderr.write(`muster: ${message}\n`)
  process.exitCode = code
}

/** The longest name that the words begin with: what follows are the command's own words. */
const find = (words: readonly string[], credentials: boolean) => {
  for (let length = words.length; length > 0; length--) {
    const name = `${words.slice(0, length).join(' ')}${credentials ? ' --credentials' : ''}`
    const command = commands[name]
    if (command && (length === words.length || command.words))
      return { name, command, words: words.slice(length) }
  }
  return undefined
}

/** What was given that this command has no use for. */
const strange = ({ options = {} }: Command, given: Readonly<Record<string, unknown>>): string | undefined =>
  Object.keys(given).find((name) => !(name in options) && !(name in everywhere))

const everywhere = {
  config: { type: 'string' },
  credentials: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const

const read = (argv: readonly string[]) =>
  parseArgs({ args: [...argv], allowPositionals: true, options: { ...optionsOfAll, ...everywhere } })

/** `muster keys rotate --config F`: the first words name the command, the rest is for it. */
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
    const asked = positionals[0] === 'help' ? positionals.slice(1) : positionals
    const about = find(asked, credentials)
    process.stdout.write(about ? usageOf(about.name, about.command) : usage)
    if (!about && asked.length > 0) fail(`there is no command "${asked.join(' ')}".`, 2)
    return
  }
  const found = find(positionals, credentials)
  if (!found) {
    const name = [...positionals, ...(credentials ? ['--credentials'] : [])].join(' ')
    fail(name === '' ? `say what to do.\n\n${usage}` : `there is no command "${name}".\n\n${usage}`, 2)
    return
  }
  const useless = strange(found.command, options)
  if (useless !== undefined) {
    fail(`this command has no option --${useless}.\n\n${usageOf(found.name, found.command)}`, 2)
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

// Everything that a command writes is its user's alone: hashes, keys, letters, exports.
process.umask(0o077)
await run(process.argv.slice(2))
