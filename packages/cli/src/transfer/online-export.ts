import { resolveName } from '../command/names.ts'
import { connect } from '../profile/connect.ts'
import { findCredentials } from '../profile/credentials.ts'
import type { ExportSource } from './export-source.ts'

async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder()
  for await (const part of bytes) yield decoder.decode(part, { stream: true })
  yield decoder.decode()
}

/** Exports through the API, as the user of the profile. */
export const exportOnline: ExportSource = async (format, { domain, profile, debug, conditions }, work) => {
  const muster = await connect(findCredentials(profile), debug === true)
  const domainId =
    domain === undefined ? undefined : (await resolveName(muster, 'domain', domain, undefined)).id
  const selection = { ...conditions, ...(domainId === undefined ? {} : { domain_id: domainId }) }
  const stream = await muster.imports.exportUsers({ ...selection, format })
  // Without --domain, the server exports one domain, while it counts those of all.
  const total =
    domainId === undefined ? undefined : await muster.users.count(selection).catch(() => undefined)
  await work({ pieces: decoded(stream), total })
}
