import { blobSeal } from '../../access/credentials/blobs.ts'
import { domainError } from '../../kernel/domain-error.ts'
import type { RingKey } from '../../kernel/keys/key-ring.ts'
import { command } from '../../kernel/operation.ts'
import { bootstrappedBefore, marker } from '../bootstrap/bootstrapped-before.ts'
import { bringNoun, type ImportRun } from './bring-noun.ts'
import { importTokenKeys } from './import-keys.ts'
import type { NounName } from './imported.ts'
import type { KeystoneCredentialKeys, KeystoneSource } from './keystone-source.ts'
import { notBrought, nouns } from './nouns.ts'
import { rejectedOptionsOf } from './rejected-options.ts'
import { removeKeys, vanishedKeys } from './remove-gone.ts'
import { type ImportReport, type LeftTable, makeTally } from './report.ts'
import { releasesOf } from './schema-heads.ts'
import { ownObjectsOf } from './take-over.ts'

export type ImportKeystone = {
  readonly source: KeystoneSource
  readonly credentialKeys: KeystoneCredentialKeys | undefined
  /** Absent: the keys of tokens stay as they are. */
  readonly tokenKeys: readonly RingKey[] | 'in a folder' | undefined
  readonly allowUnknownSchema: boolean
  readonly dryRun: boolean
  /** Whether more than half of the users may be gone at Keystone. */
  readonly allowRemovals: boolean
  readonly onNoun?: ((noun: NounName) => void) | undefined
}

/** Ends a dry run: thrown inside the transaction, so that all its changes are rolled back. */
export class DryRunDone extends Error {
  override readonly name = 'DryRunDone'
  readonly report: ImportReport
  constructor(report: ImportReport) {
    super('The dry run is complete.')
    this.report = report
  }
}

const tablesLeft = async (source: KeystoneSource): Promise<readonly LeftTable[]> => {
  const left: LeftTable[] = []
  for (const [table, reason] of Object.entries(notBrought)) {
    const rows = await source.count(table)
    if (rows > 0) left.push({ table, rows, reason })
  }
  return left
}

const identityType = 'identity'

/** Muster's own catalog entry makes way for Keystone's, whose addresses clients already use. */
const mergeCatalog = async ({ at, source, tally }: ImportRun): Promise<void> => {
  for await (const page of source.pages({ table: 'service', key: ['id'] })) {
    if (!page.some(({ type }) => type === identityType)) continue
    if ((await at.stores.keystoneImport.deleteOwnService()) > 0)
      tally.merged("Service keystone: Keystone's, with its endpoints, replaced Muster's.")
    return
  }
}

/**
 * Brings the directory of a Keystone database, in one transaction: all of it or nothing. Later runs bring only what
 * changed at Keystone since, and remove what is gone there. The source is another database with its own connection, opened
 * before the transaction, so that reading it takes none of Muster's. `read committed`, because the transaction is long and its
 * invariants are held by constraints.
 * @throws DryRunDone with the report, from a dry run
 */
export const importKeystone = command({
  access: 'operator',
  isolation: 'read committed',
  prepare: async ({ source, allowUnknownSchema }: ImportKeystone, _found, at) => {
    const releases = releasesOf(await source.heads(), allowUnknownSchema)
    return { releases, left: await tablesLeft(source), rejectedOptions: await rejectedOptionsOf(source, at) }
  },
  apply: async (input, { prepared: { releases, left, rejectedOptions }, ...at }): Promise<ImportReport> => {
    const { stores, ports, now, record } = at
    const { source, credentialKeys, tokenKeys: ring, dryRun } = input
    const tally = makeTally()
    const reading = { ports, now, credentialKeys, blobs: await blobSeal({ stores, ports }), rejectedOptions }
    const own = ownObjectsOf(await bootstrappedBefore(at))
    const run: ImportRun = { at, reading, source, tally, own }
    await removeVanished(run, input.allowRemovals)
    const gone = new Map<NounName, readonly string[]>()
    for (const noun of nouns) {
      input.onNoun?.(noun.noun)
      if (noun.noun === 'service') await mergeCatalog(run)
      gone.set(noun.noun, await bringNoun(noun, run))
    }
    for (const { noun, key } of await removeAll(gone, run))
      tally.fail(noun, key, 'It is gone at Keystone, and something that only Muster has refers to it.')
    const tokenKeys =
      ring === undefined ? 'not given' : ring === 'in a folder' ? ring : await importTokenKeys(ring, at)
    const report = tally.report({ dryRun, releases, left, tokenKeys })
    if (dryRun) throw new DryRunDone(report)
    if (own.hasChanged)
      record({
        kind: 'directory.bootstrapped',
        subject: marker,
        detail: {
          user_id: own.userId ?? '',
          ...(own.projectId === undefined ? {} : { project_id: own.projectId }),
        },
      })
    record({
      kind: 'directory.imported',
      subject: { type: 'directory', id: 'keystone' },
      // These clear every cache: a run can change any number of objects.
      invalidates: ['roles', 'catalog', 'keys', 'password_schemes', 'directories'],
      detail: countsOf(report),
    })
    return report
  },
})

/** Objects before those that they refer to. Returns the keys of what stays. */
const removeAll = async (
  gone: ReadonlyMap<NounName, readonly string[]>,
  run: ImportRun,
): Promise<readonly { readonly noun: (typeof nouns)[number]; readonly key: string }[]> => {
  const kept: { readonly noun: (typeof nouns)[number]; readonly key: string }[] = []
  for (const noun of [...nouns].reverse()) {
    const keys = gone.get(noun.noun) ?? []
    const stays = await removeKeys(noun.noun, keys, run)
    run.tally.counts(noun.noun, noun.table).removed += keys.length - stays.length
    kept.push(...stays.map((key) => ({ noun, key })))
  }
  return kept
}

/**
 * Before anything comes, so that names are free for what took the place of a deleted object. Another or an empty Keystone
 * would remove everything that came before: rejects with `failed_precondition`.
 */
const removeVanished = async (run: ImportRun, allowRemovals: boolean): Promise<void> => {
  const vanished = new Map<NounName, readonly string[]>()
  for (const noun of nouns) vanished.set(noun.noun, await vanishedKeys(noun, run))
  const users = vanished.get('user')?.length ?? 0
  const before = (await run.at.stores.keystoneImport.keys('user')).length
  if (!allowRemovals && users * 2 > before)
    throw domainError(
      'failed_precondition',
      'keystone_users_gone',
      `${users} users of the last import are gone at Keystone, which is more than half. If this is the right database, use --allow-removals.`,
    )
  await removeAll(vanished, run)
}

const countsOf = ({ nouns: counts, releases, left }: ImportReport) => {
  const sum = (of: 'created' | 'updated' | 'removed' | 'failed') =>
    counts.reduce((total, one) => total + one[of], 0)
  return {
    releases,
    created: sum('created'),
    updated: sum('updated'),
    removed: sum('removed'),
    failed: sum('failed'),
    not_brought: left.reduce((total, { rows }) => total + rows, 0),
  }
}
