import { parseArgs } from 'node:util'
import type { Database } from '../muster.ts'

export type TortureOptions = {
  /** Names of parts; empty: all. */
  readonly parts: readonly string[]
  readonly databases: readonly Database[]
  readonly times: number | undefined
  readonly seconds: number
  readonly seed: number
  readonly users: number | undefined
  readonly old: string | undefined
  readonly help: boolean
}

export const usage = `Usage: npm run torture -- [PART…] [options]

  --database sqlite|postgres   this database alone; otherwise both
  --times N                    repetitions of each part
  --seconds N                  longest time of each part on each database (600)
  --seed N                     repeats the random moments of another run
  --users N                    rows, for parts that fill a database
  --old FOLDER                 an older version of the project, for parts that run one
`

/** Throws an error with a message for the user when an option is invalid. */
export const readOptions = (argv: readonly string[]): TortureOptions => {
  const text = { type: 'string' } as const
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      database: text,
      times: text,
      seconds: text,
      seed: text,
      users: text,
      old: text,
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const { database } = values
  if (database !== undefined && database !== 'sqlite' && database !== 'postgres')
    throw new Error('--database must be sqlite or postgres.')
  return {
    parts: positionals,
    databases: database === undefined ? ['sqlite', 'postgres'] : [database],
    times: count('--times', values.times),
    seconds: count('--seconds', values.seconds) ?? 600,
    seed: count('--seed', values.seed) ?? Math.floor(Math.random() * 2 ** 31) + 1,
    users: count('--users', values.users),
    old: values.old,
    help: values.help,
  }
}

const count = (name: string, input: string | undefined): number | undefined => {
  if (input === undefined) return undefined
  if (!/^[1-9]\d{0,9}$/.test(input)) throw new Error(`${name} must be a whole number above zero.`)
  return Number(input)
}
