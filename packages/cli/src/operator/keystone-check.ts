import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { safeText } from '../output/safe-text.ts'
import { UsageError } from '../usage-error.ts'
import { type KeystoneClient, signInTo } from './keystone-client.ts'
import { type Comparison, compare, type Difference } from './keystone-compare.ts'
import { comparedLists } from './keystone-lists.ts'
import { configOf, type OperatorOptions, print } from './with-muster.ts'

export type KeystoneCheckOptions = OperatorOptions & {
  readonly keystone: string
  readonly muster?: string
  readonly user: string
  readonly userDomain: string
  readonly project: string
  readonly sample: number
  readonly json?: boolean
}

/** Differences of one list that are printed; the others are counted. */
const maxPrinted = 20

const passwordOf = (): string => {
  const password = process.env['OS_PASSWORD']
  if (!password) throw new UsageError('Set the variable OS_PASSWORD to the password of the user.')
  return password
}

const lineOf = ({ path, id, what, attributes }: Difference): string => {
  const about = attributes.length === 0 ? '' : `: ${attributes.join(', ')}`
  return safeText(`  ${what}: ${path}${id === '' ? '' : ` ${id}`}${about}`)
}

const printComparison = ({ path, objects, requests, differences }: Comparison): void => {
  print(`${path}: ${objects} objects, ${requests} requests, ${differences.length} differences`)
  for (const difference of differences.slice(0, maxPrinted)) print(lineOf(difference))
  if (differences.length > maxPrinted) print(`  and ${differences.length - maxPrinted} more`)
}

/** Objects that only Muster has are no loss; everything else ends the command with 3. */
const isLoss = ({ what }: Difference): boolean => what !== 'only at Muster'

/** Compares what both servers show to the same user. */
export const keystoneCheck = async (options: KeystoneCheckOptions): Promise<ExitCode> => {
  const { keystone: url, user, userDomain, project, sample, json } = options
  const login = { user, userDomain, project, password: passwordOf() }
  const own = options.muster ?? configOf(options).public_url
  if (own === undefined) throw new UsageError('Name the address of Muster: --muster.')
  const signedIn = (name: string, at: string): Promise<KeystoneClient> => signInTo(name, at, login)
  const servers = { keystone: await signedIn('Keystone', url), muster: await signedIn('Muster', own) }
  const comparisons: Comparison[] = []
  for (const list of comparedLists) {
    const comparison = await compare(servers, list, sample)
    comparisons.push(comparison)
    if (!json) printComparison(comparison)
  }
  const differences = comparisons.flatMap((one) => one.differences)
  const losses = differences.filter(isLoss).length
  if (json) print(JSON.stringify({ comparisons }, undefined, 2))
  else
    print(
      losses === 0
        ? `Muster shows everything that Keystone shows. Objects that only Muster has: ${differences.length}.`
        : `Differences: ${losses}. Objects that only Muster has: ${differences.length - losses}.`,
    )
  return losses === 0 ? exitCodes.done : exitCodes.partlyDone
}
