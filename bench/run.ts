import { cpus, loadavg, platform } from 'node:os'
import { startWorker } from './answers.ts'
import { endAll } from './cleanup.ts'
import { makeHome, startMuster } from './muster.ts'
import { type Options, readOptions, usage } from './options.ts'
import type { Bench, Line, Row } from './row.ts'
import { rows } from './rows/all.ts'
import { watchSystemLoad } from './system-load.ts'
import { percent, table } from './table.ts'
import type { Target } from './target.ts'

const print = (text: string): void => void process.stdout.write(`${text}\n`)
const printError = (text: string): void => void process.stderr.write(`${text}\n`)

const chosen = ({ only }: Options): readonly Row[] => {
  const names = rows.map(({ name }) => name)
  const unknown = only.filter((name) => !names.includes(name))
  if (unknown.length > 0) throw new Error(`Unknown row: ${unknown.join(', ')}. Rows: ${names.join(', ')}.`)
  return only.length === 0
    ? rows.filter(({ onlyWhenNamed }) => !onlyWhenNamed)
    : rows.filter(({ name }) => only.includes(name))
}

const peerOf = ({ peer }: Options): Target | undefined => {
  if (!peer) return undefined
  const { hostname, port } = new URL(peer.url)
  return {
    name: 'the peer',
    host: hostname,
    port: Number(port || 80),
    pid: undefined,
    password: peer.password,
  }
}

const machine = (): string => {
  const [first, ...more] = cpus()
  return `${more.length + 1} × ${first?.model ?? 'unknown processor'}, ${platform()}, Node ${process.version}, load before ${loadavg()[0]?.toFixed(1)}`
}

/** Returns whether every row was measured. */
const measure = async (options: Options): Promise<boolean> => {
  const measured = chosen(options)
  const notes: string[] = []
  const lines: Line[] = []
  let muster: Promise<Target> | undefined
  const bench: Bench = {
    database: options.database,
    rounds: options.rounds,
    seconds: options.seconds,
    quick: options.quick,
    muster: () => {
      muster ??= makeHome(options.database)
        .then(startMuster)
        .then(({ target }) => target)
      return muster
    },
    peer: peerOf(options),
    load: startWorker('load.ts'),
    note: (text) => void notes.push(text),
  }
  const about = machine()
  const begun = performance.now()
  let complete = true
  for (const row of measured) {
    printError(`${row.name} …`)
    const systemLoad = watchSystemLoad()
    try {
      lines.push(...(await row.measure(bench)))
    } catch (error) {
      complete = false
      lines.push({ name: row.name, muster: 'FAILED' })
      notes.push(`${row.name} failed: ${(error as Error).message}`)
    }
    const used = systemLoad()
    if (used !== undefined && used > 0.1)
      notes.push(
        `${row.name}: other processes used ${percent(used)} of the machine; the ratios are reliable, the times are not.`,
      )
  }
  print(`\nMuster on ${options.database}, ${about}`)
  print(
    `${options.rounds} rounds of ${options.seconds} s, medians; ${Math.round((performance.now() - begun) / 1000)} s in all\n`,
  )
  print(table(lines))
  print('')
  for (const { name, about: what, baseline } of measured)
    print(`${name}: ${what}.${baseline === '' ? '' : ` Baseline: ${baseline}.`}`)
  for (const note of notes) print(`\nNote: ${note}`)
  return complete
}

const stopped = (signal: string) => {
  printError(`${signal}: stopping`)
  void endAll().then(() => process.exit(130))
}
process.once('SIGINT', stopped)
process.once('SIGTERM', stopped)

const parseOptions = (): Options | undefined => {
  try {
    const options = readOptions(process.argv.slice(2))
    chosen(options)
    return options
  } catch (error) {
    printError(`bench: ${(error as Error).message}\n\n${usage}`)
    process.exitCode = 2
    return undefined
  }
}

const options = parseOptions()
if (options?.help) print(usage)
else if (options)
  try {
    if (!(await measure(options))) process.exitCode = 1
  } catch (error) {
    printError(`bench: ${(error as Error).stack}`)
    process.exitCode = 1
  } finally {
    await endAll()
  }
