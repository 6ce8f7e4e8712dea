import type { Muster } from '@muster/sdk'
import type { Columns } from '../output/columns.ts'
import { say } from '../output/out.ts'
import { columnsOf, type Output, printObject, printRows } from '../output/print-result.ts'
import { safeText } from '../output/safe-text.ts'
import { connect } from '../profile/connect.ts'
import { findCredentials } from '../profile/credentials.ts'
import { askNewSecret, askToConfirm, isInteractive } from '../terminal/prompts.ts'
import { readSecret } from '../terminal/read-secret.ts'
import { openSecretFile } from '../terminal/secret-file.ts'
import { CommandError, UsageError } from '../usage-error.ts'
import type { Field } from './field.ts'
import { resolveName } from './names.ts'
import { optionName } from './option-name.ts'
import { resolveScope } from './scope.ts'
import type { Call, Verb } from './verb.ts'

/** The options that every verb has, beside its own. */
export type GivenOptions = {
  readonly profile?: string
  readonly debug?: boolean
  readonly output?: Output['format']
  readonly columns?: readonly string[]
  readonly limit?: number
  readonly yes?: boolean
  readonly secretFile?: string
  /** The values of the fields, by field. */
  readonly fields: Readonly<Record<string, unknown>>
  /** Narrows names to a domain, where the verb has no such field. */
  readonly domain?: string
}

type AnyCall = Call<Record<string, Field<unknown>>, string>

/** The largest page that the server returns in one response without much memory on either side. */
const largestPage = 500

/** Reads secrets before anything is sent. */
const readSecrets = async (
  { fields = {} }: Verb,
  given: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> => {
  const values = { ...given }
  for (const [name, field] of Object.entries(fields)) {
    if (!field.secret) continue
    const descriptor = given[name]
    if (typeof descriptor === 'number') values[name] = await readSecret(descriptor)
    else if (!field.required) continue
    else if (isInteractive()) values[name] = await askNewSecret(`${field.about}:`)
    else throw new UsageError(`--${optionName(name, field)} is required without a terminal.`)
  }
  return values
}

type Resolved = {
  readonly body: Record<string, unknown>
  readonly labels: Record<string, string>
  readonly domainId: string | undefined
}

/** Replaces names with ids, the domain first because it narrows the others. */
const resolveFields = async (
  muster: Muster,
  { fields = {} }: Verb,
  values: Record<string, unknown>,
  domainOption: string | undefined,
): Promise<Resolved> => {
  const body = { ...values }
  const labels: Record<string, string> = {}
  const ofDomain = Object.entries(fields).find(([, { names }]) => names === 'domain')?.[0]
  const domainName = domainOption ?? (ofDomain === undefined ? undefined : values[ofDomain])
  const domain =
    typeof domainName === 'string' ? await resolveName(muster, 'domain', domainName, undefined) : undefined
  for (const [name, { names }] of Object.entries(fields)) {
    const value = values[name]
    if (names === undefined || typeof value !== 'string') continue
    const found =
      name === ofDomain && domain
        ? domain
        : names === 'scope'
          ? { id: await resolveScope(muster, value, domain?.id), label: value }
          : await resolveName(muster, names, value, domain?.id)
    body[name] = found.id
    labels[name] = found.label
  }
  return { body, labels, domainId: domain?.id }
}

const secretName = (verb: Verb): string => (verb.shows === 'secret' ? (verb.secret ?? 'secret') : '')

const columnsWithSecret = (verb: Exclude<Verb, { shows: 'sentence' }>): Columns =>
  verb.shows === 'secret' ? { ...verb.columns, [secretName(verb)]: true } : verb.columns

async function* atMost<T>(rows: AsyncIterable<T>, limit: number | undefined): AsyncIterable<T> {
  let left = limit ?? Number.POSITIVE_INFINITY
  for await (const row of rows) {
    yield row
    if (--left <= 0) return
  }
}

const confirmed = async (verb: Verb, { labels, body }: AnyCall, { yes }: GivenOptions): Promise<void> => {
  if (!verb.confirm || yes) return
  if (!(await askToConfirm(safeText(verb.confirm(labels, body)))))
    throw new CommandError('interrupted', 'nothing was changed.')
}

const print = async (verb: Verb, call: AnyCall, given: GivenOptions, output: Output): Promise<void> => {
  switch (verb.shows) {
    case 'rows':
      return printRows(
        atMost(verb.run(call), given.limit),
        columnsOf(verb.columns, output, false),
        output,
        verb.follows?.(call.body),
      )
    case 'object':
      return printObject(await verb.run(call), columnsOf(verb.columns, output, true), output)
    case 'sentence':
      return say(safeText(await verb.run(call)))
    case 'secret': {
      const file = given.secretFile === undefined ? undefined : openSecretFile(given.secretFile)
      const { object, secret } = await verb.run(call).catch((error: unknown) => {
        file?.discard()
        throw error
      })
      if (file && secret !== undefined) {
        file.keep(secret)
        say(`The secret was written to ${file.path}.`)
      }
      const shown = file || secret === undefined ? object : { ...object, [secretName(verb)]: secret }
      // All fields are those that there are: without --columns, no row of a secret that is not shown.
      const columns =
        shown === object && output.columns === undefined ? verb.columns : columnsWithSecret(verb)
      return printObject(shown, columnsOf(columns, output, true), output)
    }
  }
}

/** Runs a verb: everything that can be checked is checked before the first request. */
export const runVerb = async (verb: Verb, words: readonly string[], given: GivenOptions): Promise<void> => {
  const output: Output = { format: given.output ?? 'table', columns: given.columns }
  if (verb.shows !== 'sentence') columnsOf(columnsWithSecret(verb), output, verb.shows !== 'rows')
  if (verb.confirm && !given.yes && !isInteractive())
    throw new UsageError('This command asks for a confirmation. Without a terminal, add --yes.')
  verb.check?.(given.fields)
  for (const [at, { check }] of Object.values(verb.args ?? {}).entries()) check?.(words[at] ?? '')
  const credentials = findCredentials(given.profile)
  const values = await readSecrets(verb, given.fields)
  const muster = await connect(credentials, given.debug === true)
  const { body, labels, domainId } = await resolveFields(muster, verb, values, given.domain)
  const args: Record<string, string> = {}
  for (const [at, [name, { names }]] of Object.entries(verb.args ?? {}).entries()) {
    const word = words[at] ?? ''
    const found =
      names === undefined ? { id: word, label: word } : await resolveName(muster, names, word, domainId)
    args[name] = found.id
    labels[name] = found.label
  }
  const page = { limit: Math.min(given.limit ?? largestPage, largestPage) }
  const call: AnyCall = { muster, args, labels, body, page }
  await confirmed(verb, call, given)
  await print(verb, call, given, output)
}
