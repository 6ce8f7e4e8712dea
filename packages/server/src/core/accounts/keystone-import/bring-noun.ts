import { toHex } from '../../kernel/encodings.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import type { NounName } from './imported.ts'
import type { KeystoneSource } from './keystone-source.ts'
import { nameKey } from './name-key.ts'
import type { ImportNoun, ImportReference, Reading, ReadRow } from './noun.ts'
import { pagesOf, type RowWithParts, withParts } from './read-related.ts'
import { goneKeys } from './remove-gone.ts'
import type { Tally } from './report.ts'
import { isAmbiguous, rowKey, shownId } from './row-key.ts'
import { CannotCome } from './source-values.ts'
import { type OwnObjects, takeOver } from './take-over.ts'

export type ImportRun = {
  readonly at: CommandContext
  readonly reading: Reading
  readonly source: KeystoneSource
  readonly tally: Tally
  readonly own: OwnObjects
}

type Candidate<K extends NounName> = ReadRow<K> & {
  readonly key: string
  readonly digest: string
  readonly isKnown: boolean
}

const digestOf = (read: RowWithParts, isSecret: boolean, { ports }: Reading): string => {
  const text = JSON.stringify(read)
  // With a key, so that the stored digest is of no use for guessing.
  return isSecret ? ports.generatedSecrets.hash(text) : toHex(ports.digests.sha256(text).subarray(0, 16))
}

/**
 * Brings the rows of one noun that are new or differ from those of the last import. Returns the keys of those that the
 * last import brought and that are gone.
 */
export const bringNoun = async <K extends NounName>(
  noun: ImportNoun<K>,
  run: ImportRun,
): Promise<readonly string[]> => {
  const { source, tally } = run
  const counts = tally.counts(noun.noun, noun.table)
  const seen = new Set<string>()
  const fail: Fail = (key, reason) => tally.fail(noun, key, reason)
  const bring = async (candidates: readonly Candidate<K>[]): Promise<void> => {
    const named = await withFreeNames(noun.noun, candidates, run, fail)
    const written = await write(noun.noun, named, run, fail)
    const known = written.filter(({ isKnown }) => isKnown).length
    counts.updated += known
    counts.created += written.length - known
  }
  const last: Candidate<K>[] = []
  for await (const { rows, isCircular } of pagesOf(noun, source)) {
    const changed = await changedRows(noun, await withParts(noun, rows, source), run, { seen, fail })
    const candidates = await withReferences(changed, run, {
      fail,
      absent: isCircular ? noun.parent : undefined,
    })
    last.push(...candidates.filter(({ ifTaken }) => ifTaken))
    await bring(candidates.filter(({ ifTaken }) => !ifTaken))
  }
  // What can have another name leaves its name to the others, on whatever page they are.
  for (let from = 0; from < last.length; from += atOnce) await bring(last.slice(from, from + atOnce))
  return goneKeys(noun.noun, seen, run)
}

/** Candidates that are written at once. */
const atOnce = 2000

type Fail = (key: string, reason: string) => void

const changedRows = async <K extends NounName>(
  noun: ImportNoun<K>,
  read: readonly RowWithParts[],
  { at, reading, tally }: ImportRun,
  { seen, fail }: { readonly seen: Set<string>; readonly fail: Fail },
): Promise<readonly Candidate<K>[]> => {
  const counts = tally.counts(noun.noun, noun.table)
  const columns = noun.identity ?? noun.key
  const keys = read.map(({ row }) => rowKey(columns, row))
  const digests = await at.stores.keystoneImport.digests(noun.noun, keys)
  const changed: Candidate<K>[] = []
  for (const [i, one] of read.entries()) {
    const key = keys[i] ?? ''
    try {
      if (isAmbiguous(columns, key)) throw new CannotCome('A part of its key has a control character.')
      const before = digests.get(key)
      const digest = digestOf(one, noun.isSecret ?? false, reading)
      if (before === digest) {
        counts.rows++
        counts.unchanged++
        seen.add(key)
        continue
      }
      const found = noun.read(one.row, one.parts, reading)
      if (!found) continue
      counts.rows++
      seen.add(key)
      changed.push({ ...found, key, digest, isKnown: before !== undefined })
    } catch (thrown) {
      if (!(thrown instanceof CannotCome)) throw thrown
      counts.rows++
      seen.add(key)
      fail(key, thrown.message)
    }
  }
  return changed
}

/** `absent`: a column whose object counts as missing. */
const withReferences = async <K extends NounName>(
  candidates: readonly Candidate<K>[],
  { at }: ImportRun,
  { fail, absent }: { readonly fail: Fail; readonly absent: string | undefined },
): Promise<readonly Candidate<K>[]> => {
  const references = candidates.flatMap((one) => one.references ?? [])
  const existing = new Map<string, ReadonlySet<string>>()
  for (const [kind, of] of Map.groupBy(references, ({ kind }) => kind))
    existing.set(kind, await at.stores.keystoneImport.existing(kind, [...new Set(of.map(({ id }) => id))]))
  return candidates.filter(({ key, references: own = [] }) => {
    const missing = own.find(({ kind, id, column }) => column === absent || !existing.get(kind)?.has(id))
    if (missing) fail(key, missingReason(missing))
    return !missing
  })
}

const missingReason = ({ column, kind, id }: ImportReference): string =>
  `${column} names the ${kind} ${shownId(id)}, which does not exist or did not come.`

const write = async <K extends NounName>(
  noun: K,
  candidates: readonly Candidate<K>[],
  { at }: ImportRun,
  fail: Fail,
): Promise<readonly Candidate<K>[]> => {
  if (candidates.length === 0) return []
  const { keystoneImport } = at.stores
  const keptOut = await keystoneImport.write(
    noun,
    candidates.map(({ value }) => value),
  )
  const reasons = new Map(keptOut.map(({ index, reason }) => [index, reason]))
  const written: Candidate<K>[] = []
  for (const [index, candidate] of candidates.entries()) {
    const reason = reasons.get(index)
    if (reason === undefined) written.push(candidate)
    else fail(candidate.key, reason)
  }
  await keystoneImport.record(noun, written)
  return written
}

/** Names are compared as Muster compares them, also within the page. */
const withFreeNames = async <K extends NounName>(
  noun: NounName,
  candidates: readonly Candidate<K>[],
  run: ImportRun,
  fail: Fail,
): Promise<readonly Candidate<K>[]> => {
  const space = candidates[0]?.name?.space
  if (space === undefined) return candidates
  const { keystoneImport } = run.at.stores
  const names = candidates.flatMap(({ name }) => (name ? [name] : []))
  const owners = new Map(await keystoneImport.owners(space, names))
  const deleted =
    space === 'user' ? await keystoneImport.deletedUsers(names.map(({ id }) => id)) : new Set<string>()
  const free: Candidate<K>[] = []
  for (const candidate of candidates) {
    const { name, key } = candidate
    if (!name) continue
    if (deleted.has(name.id)) {
      fail(key, 'The user was deleted in Muster. Restore it there, or delete it at Keystone too.')
      continue
    }
    const owner = owners.get(nameKey(name))
    const { ifTaken } = candidate
    if (owner !== undefined && owner !== name.id && (ifTaken || !(await takeOver(noun, owner, name, run)))) {
      if (ifTaken) {
        owners.set(nameKey({ ...name, name: ifTaken.name }), name.id)
        free.push({ ...candidate, value: ifTaken.value })
        continue
      }
      fail(
        key,
        `Its name, ${JSON.stringify(shownId(name.name))}, is also the name of ${space} ${shownId(owner)}. Names are compared ignoring case.`,
      )
      continue
    }
    owners.set(nameKey(name), name.id)
    free.push(candidate)
  }
  return free
}
