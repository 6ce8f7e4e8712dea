import { cpus, loadavg, platform } from 'node:os'
import { startAnswering } from './answers.ts'
import { endAll } from './cleanup.ts'
import { makeHome, startMuster } from './muster.ts'
import { type Options, readOptions, usage } from './options.ts'
import type { Bench, Line, Row } from './row.ts'
import { rows } from './rows/all.ts'
import { watchOthers } from './system-load.ts'
import { percent, table } from './table.ts'
import type { Place } from './target.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const tell = (text: string): void => void process.stderr.write(`${text}\n`)

const chosen = ({ only }: Options): readonly Row[] => {
  const names = rows.map(({ name }) => name)
  const strange = only.filter((name) => !names.includes(name))
  if (strange.length > 0)
    throw new Error(`There is no row ${strange.join(', ')}; there are ${names.join(', ')}.`)
  return only.length === 0
    ? rows.filter(({ onlyWhenNamed }) => !onlyWhenNamed)
    : rows.filter(({ name }) => only.includes(name))
}

const peerOf = ({ peer }: Options): Place | undefined => {
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

/** Answers whether every row could be measured. */
const measure = async (options: Options): Promise<boolean> => {
  const measured = chosen(options)
  const notes: string[] = []
  const lines: Line[] = []
  let muster: Promise<Place> | undefined
  const bench: Bench = {
    database: options.database,
    rounds: options.rounds,
    seconds: options.seconds,
    quick: options.quick,
    muster: () => {
      muster ??= makeHome(options.database)
        .then(startMuster)
        .then(({ place }) => place)
      return muster
    },
    peer: peerOf(options),
    load: startAnswering('load.ts'),
    note: (text) => void notes.push(text),
  }
  const about = machine()
  const begun = performance.now()
  let complete = true
  for (const row of measured) {
    tell(`${row.name} …`)
    const others = watchOthers()
    try {
      lines.push(...(await row.measure(bench)))
    } catch (error) {
      complete = false
      lines.push({ name: row.name, muster: 'FAILED' })
      notes.push(`${row.name} failed: ${(error as Error).message}`)
    }
    const used = others()
    if (used !== undefined && used > 0.1)
      notes.push(
        `${row.name}: others used ${percent(used)} of the machine meanwhile; trust the ratios, not the times.`,
      )
  }
  say(`\nMuster on ${options.database}, ${about}`)
  say(
    `${options.rounds} rounds of ${options.seconds} s, medians; ${Math.round((performance.now() - begun) / 1000)} s in all\n`,
  )
  say(table(lines))
  say('')
  for (const { name, about: what, floor } of measured)
    say(`${name}: ${what}.${floor === '' ? '' : ` Floor: ${floor}.`}`)
  for (const note of notes) say(`\nNote: ${note}`)
  return complete
}

const stopped = (signal: string) => {
  tell(`${signal}: ending what was started`)
  void endAll().then(() => process.exit(130))
}
process.once('SIGINT', stopped)
process.once('SIGTERM', stopped)

const asked = (): Options | undefined => {
  try {
    const options = readOptions(process.argv.slice(2))
    chosen(options)
    return options
  } catch (error) {
    tell(`bench: ${(error as Error).message}\n\n${usage}`)
    process.exitCode = 2
    return undefined
  }
}

const options = asked()
if (options?.help) say(usage)
else if (options)
  try {
    if (!(await measure(options))) process.exitCode = 1
  } catch (error) {
    tell(`bench: ${(error as Error).stack}`)
    process.exitCode = 1
  } finally {
    await endAll()
  }
