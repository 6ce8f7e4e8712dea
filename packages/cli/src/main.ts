import { parseArgs } from 'node:util'
import { commands, usage } from './commands.ts'

const complain = (message: string): void => {
  process.stderr.write(`muster: ${message}\n`)
  process.exitCode = 1
}

/** `muster keys rotate --config F`: the words name the command, the rest are its options. */
const run = async (argv: readonly string[]): Promise<void> => {
  let parsed: ReturnType<typeof read>
  try {
    parsed = read(argv)
  } catch (error) {
    complain(`${(error as Error).message}\n\n${usage}`)
    process.exitCode = 2
    return
  }
  const { values, positionals } = parsed
  const name = [...positionals, ...(values.credentials ? ['--credentials'] : [])].join(' ')
  const command = commands[name]
  if (values.help || name === 'help') {
    process.stdout.write(usage)
    return
  }
  if (!command) {
    complain(name === '' ? `say what to do.\n\n${usage}` : `there is no command "${name}".\n\n${usage}`)
    process.exitCode = 2
    return
  }
  try {
    await command.run({ ...(values.config === undefined ? {} : { configFile: values.config }) })
  } catch (error) {
    complain((error as Error).message)
  }
}

const read = (argv: readonly string[]) =>
  parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      credentials: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })

await run(process.argv.slice(2))
