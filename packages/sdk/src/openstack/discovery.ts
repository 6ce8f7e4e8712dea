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
  const { href } = [v3.links].flat().find((link) => link?.rel === 'self') ?? {}
  if (typeof href !== 'string' || !URL.canParse(href, `${baseUrl}/`)) return guess
  const found = new URL(href, `${baseUrl}/`)
  const { origin } = new URL(baseUrl)
  return found.origin === origin ? `${origin}${trimSlashes(found.pathname)}` : guess
}

type Link = { readonly rel?: unknown; readonly href?: unknown } | null | undefined

type Version = { readonly id: string; readonly links?: Link | readonly Link[] }

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
  const values: unknown = version === undefined ? versions?.values : [version]
  return Array.isArray(values) ? values.filter((value) => typeof value?.id === 'string') : undefined
}
