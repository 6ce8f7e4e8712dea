import type { Page } from '@muster/sdk'
import { muster } from './client.ts'
import { connection } from './identity.ts'

export type ApplicationCredential = {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly project_id: string
  readonly roles: readonly { readonly name: string }[]
  /** UTC without a zone, as Identity v3 shows it. */
  readonly expires_at: string | null
  readonly unrestricted: boolean
}

export type NewApplicationCredential = Pick<
  ApplicationCredential,
  'name' | 'description' | 'unrestricted'
> & {
  readonly roles: readonly { readonly id: string }[]
  readonly expires_at: string | null
}

const service = 'identity'
const path = '/users/{userId}/application_credentials'
const atOnce = 100
/** More keys than a user has. */
const mostKeys = 10_000

/** A page of the application credentials of a user. Identity v3 also lists the API keys for projects: these are left out. */
export const listApplicationCredentials = async (
  userId: string,
  marker: string | undefined,
  signal: AbortSignal,
): Promise<Page<ApplicationCredential, string>> => {
  const query = { limit: atOnce, marker }
  const [{ body }, keys] = await Promise.all([
    connection.request({ service, method: 'GET', path, params: { userId }, query, signal }),
    muster.apiKeys.list({ user_id: userId, limit: 200 }, { signal }).toArray({ limit: mostKeys }),
  ])
  const { application_credentials: listed } = body as {
    readonly application_credentials: readonly ApplicationCredential[]
  }
  const keyIds = new Set(keys.map(({ id }) => id))
  return {
    items: listed.filter(({ id }) => !keyIds.has(id)),
    next: listed.length < atOnce ? undefined : listed.at(-1)?.id,
  }
}

/** For the project of the session. */
export const createApplicationCredential = async (userId: string, credential: NewApplicationCredential) => {
  const json = { application_credential: credential }
  const { body } = await connection.request({ service, method: 'POST', path, params: { userId }, json })
  return (body as { application_credential: ApplicationCredential & { readonly secret: string } })
    .application_credential
}

export const deleteApplicationCredential = (userId: string, id: string) =>
  connection.request({ service, method: 'DELETE', path: `${path}/{id}`, params: { userId, id } })
