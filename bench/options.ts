import { parseArgs } from 'node:util'

export type Options = {
  readonly database: 'sqlite' | 'postgres'
  /** Names of rows; empty: all. */
  readonly only: readonly string[]
  /** Measurements of each side of a row; the median counts. */
  readonly rounds: number
  /** Length of one measurement. */
  readonly seconds: number
  readonly quick: boolean
  readonly peer: { readonly url: string; readonly password: string } | undefined
  readonly help: boolean
}

export const usage = `Usage: npm run bench -- [options]

  --only ROW,ROW           only these rows
  --users                  only searches among 100,000 and 1,000,000 users (--quick: 10,000 and 100,000)
  --import                 only an import of 1,000,000 users (--quick: 20,000)
  --database sqlite        (default) or postgres
  --quick                  two short rounds instead of three: about a minute
  --rounds N --seconds N   number of measurements of each side, and their length
  --peer URL --peer-password PW
                           measures another Identity v3 server with the same requests, in the same rounds;
                           PW is the password of its user "admin", who has the role "admin" on the project "admin"
`

/** Throws an error with a message for the user when an option is invalid. */
export const readOptions = (argv: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string' },
      database: { type: 'string', default: 'sqlite' },
      quick: { type: 'boolean', default: false },
      users: { type: 'boolean', default: false },
      import: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      peer: { type: 'string' },
      'peer-password': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const { database, quick, peer } = values
  if (database !== 'sqlite' && database !== 'postgres')
    throw new Error('--database must be sqlite or postgres.')
  const password = values['peer-password']
  if (peer !== undefined && password === undefined) throw new Error('--peer requires --peer-password.')
  return {
    database,
    only: [
      ...(values.only?.split(',') ?? []),
      ...(values.users ? ['finding'] : []),
      ...(values.import ? ['import'] : []),
    ],
    quick,
    rounds: number('--rounds', values.rounds, quick ? 2 : 3),
    seconds: number('--seconds', values.seconds, quick ? 1 : 2.5),
    peer:
      peer === undefined
        ? undefined
        : { url: peer.replace(/\/+$/, '').replace(/\/v3$/, ''), password: password ?? '' },
    help: values.help,
  }
}

const number = (name: string, text: string | undefined, fallback: number): number => {
  const value = text === undefined ? fallback : Number(text)
  if (!(value > 0)) throw new Error(`${name} must be a number above zero.`)
  return value
}
