import { InvalidResponseError } from '../transport/errors.ts'
import type { Transport } from '../transport/transport.ts'
import { trimSlashes } from '../transport/url.ts'
import { DiscoveryError, ResourceNotFound } from './errors.ts'

/**
 * The address of Identity v3 below `transport.baseUrl`, from its version document (keystone.md section 8). A server
 * behind a proxy may advertise an address that clients cannot reach, so only its path is used, and only on the same
 * origin.
 */
export const discoverIdentity = async (transport: Transport): Promise<string> => {
  const { baseUrl } = transport
  if (/\/v3$/.test(baseUrl)) return baseUrl
  const guess = `${baseUrl}/v3`
  const versions = await fetchVersions(transport)
  if (versions === undefined) return guess
  const v3 = versions.find(({ id }) => /^v3(\.|$)/.test(id))
  if (v3 === undefined)
    throw new DiscoveryError(
      `${baseUrl} offers no Identity v3, only ${versions.map(({ id }) => id).join(', ') || 'no version'}`,
    )
  const { origin } = new URL(baseUrl)
  if (v3.href === undefined || !URL.canParse(v3.href, `${baseUrl}/`)) return guess
  const found = new URL(v3.href, `${baseUrl}/`)
  return found.origin === origin ? `${origin}${trimSlashes(found.pathname)}` : guess
}

type Version = { readonly id: string; readonly href: string | undefined }

/** Undefined when the address has no version document; a proxy may pass on `/v3` only. */
const fetchVersions = async (transport: Transport): Promise<readonly Version[] | undefined> => {
  try {
    const { body } = await transport.send({ method: 'GET', path: '/', accept: [300], authenticated: false })
    return versionsOf(body)
  } catch (error) {
    if (error instanceof InvalidResponseError || error instanceof ResourceNotFound) return undefined
    throw error
  }
}

type Document = {
  readonly version?: unknown
  readonly versions?: { readonly values?: unknown }
}

const versionsOf = (body: unknown): readonly Version[] | undefined => {
  const { version, versions } = (body ?? {}) as Document
  const values = version === undefined ? versions?.values : [version]
  if (!Array.isArray(values)) return undefined
  return values.flatMap((value: { id?: unknown; links?: unknown } | null) => {
    const id = value?.id
    if (typeof id !== 'string') return []
    const links: { rel?: unknown; href?: unknown }[] = Array.isArray(value?.links) ? value.links : []
    const href = links.find((link) => link?.rel === 'self')?.href
    return [{ id, href: typeof href === 'string' ? href : undefined }]
  })
}
