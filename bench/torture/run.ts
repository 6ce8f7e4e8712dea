import { endAll } from '../cleanup.ts'
import type { Database } from '../muster.ts'
import { readOptions, type TortureOptions, usage } from './options.ts'
import type { Part } from './part.ts'
import { parts } from './parts/all.ts'
import { seededRandom } from './random.ts'

const print = (text: string): void => void process.stdout.write(`${text}\n`)
const printError = (text: string): void => void process.stderr.write(`${text}\n`)

const chosen = ({ parts: named }: TortureOptions): readonly Part[] => {
  const unknown = named.filter((name) => !parts.some((part) => part.name === name))
  if (unknown.length > 0)
    throw new Error(
      `There is no part ${unknown.join(', ')}; there are ${parts.map(({ name }) => name).join(', ')}.`,
    )
  return named.length === 0
    ? parts.filter(({ onlyWhenNamed }) => !onlyWhenNamed)
    : parts.filter(({ name }) => named.includes(name))
}

/** Returns whether no fault was found. */
const runPart = async (part: Part, database: Database, options: TortureOptions): Promise<boolean> => {
  printError(`${part.name} on ${database} …`)
  const begun = performance.now()
  const seconds = () => (performance.now() - begun) / 1000
  let outcome: Awaited<ReturnType<Part['run']>>
  try {
    outcome = await part.run({
      database,
      times: options.times ?? part.times,
      seconds: options.seconds,
      over: () => seconds() > options.seconds,
      random: seededRandom(options.seed),
      users: options.users,
      old: options.old,
      printError: printError,
    })
  } catch (error) {
    outcome = { figures: {}, failures: [`the part itself failed: ${(error as Error).stack}`] }
  }
  print(`\n${part.name} on ${database}: ${part.about}`)
  for (const [name, value] of Object.entries(outcome.figures)) print(`  ${name}: ${value}`)
  print(`  seed: ${options.seed}; seconds: ${Math.round(seconds())}; failures: ${outcome.failures.length}`)
  for (const failure of outcome.failures.slice(0, 20)) print(`  FAILED ${failure}`)
  return outcome.failures.length === 0
}

const stopped = (signal: string) => {
  printError(`${signal}: ending what was started`)
  void endAll().then(() => process.exit(130))
}
process.once('SIGINT', stopped)
process.once('SIGTERM', stopped)

const optionsOfCommand = (): TortureOptions | undefined => {
  try {
    const options = readOptions(process.argv.slice(2))
    chosen(options)
    return options
  } catch (error) {
    printError(`torture: ${(error as Error).message}\n\n${usage}`)
    process.exitCode = 2
    return undefined
  }
}

const options = optionsOfCommand()
if (options?.help)
  print(`${usage}\n${parts.map(({ name, about }) => `  ${name.padEnd(12)} ${about}`).join('\n')}`)
else if (options)
  try {
    let sound = true
    for (const part of chosen(options))
      for (const database of options.databases.filter((name) => part.databases.includes(name)))
        sound = (await runPart(part, database, options)) && sound
    if (!sound) process.exitCode = 1
  } finally {
    await endAll()
  }
