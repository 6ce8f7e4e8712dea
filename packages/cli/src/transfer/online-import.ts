import { Readable } from 'node:stream'
import type { Muster, Rows } from '@muster/sdk'
import { resolveName } from '../command/names.ts'
import { connect } from '../profile/connect.ts'
import { findCredentials } from '../profile/credentials.ts'
import type { ImportOptions, ImportSource } from './import-source.ts'

const source = (muster: Muster, profile: string | undefined): ImportSource => ({
  async open(format, { domain, update, invite, dryRun, resume }) {
    if (resume !== undefined) return muster.imports.get(resume)
    return muster.imports.create({
      format,
      ...(domain === undefined
        ? {}
        : { domain_id: (await resolveName(muster, 'domain', domain, undefined)).id }),
      ...(update === undefined ? {} : { mode: 'create_or_update', match: update }),
      ...(invite ? { invite } : {}),
      ...(dryRun ? { dry_run: dryRun } : {}),
    })
  },
  send: ({ id, format }, bytes, signal) =>
    // The response begins with the first result, which can take as long as the rows need.
    muster.imports.sendRows(id, Readable.toWeb(bytes) as Rows, { format, signal, timeout: firstResult }),
  read: (id) => muster.imports.get(id),
  errors: (id) => `muster import errors ${id}${profile === undefined ? '' : ` --profile ${profile}`}`,
})

const firstResult = 10 * 60_000

/** Imports through the API, as the user of the profile. */
export const withOnlineImports = async (
  { profile, debug }: ImportOptions,
  work: (imports: ImportSource) => Promise<void>,
): Promise<void> => work(source(await connect(findCredentials(profile), debug === true), profile))
