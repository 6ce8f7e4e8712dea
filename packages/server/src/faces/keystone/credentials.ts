import type { credentials as contract } from '@muster/contract/keystone/credentials.ts'
import { createCredential } from '../../core/credentials/create-credential.ts'
import type { Credential } from '../../core/credentials/credential.ts'
import type { CredentialFilterKey } from '../../core/credentials/credential-store.ts'
import { deleteCredential } from '../../core/credentials/delete-credential.ts'
import { getCredential } from '../../core/credentials/get-credential.ts'
import { listCredentials } from '../../core/credentials/list-credentials.ts'
import { updateCredential } from '../../core/credentials/update-credential.ts'
import type { Handlers, Visit } from '../../http/face.ts'
import { extrasOf, sameId } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'

const filters: FilterKeys<CredentialFilterKey> = {
  user_id: { key: 'user_id', kind: 'text' },
  type: { key: 'type', kind: 'text' },
}

const showCredential = ({ id, userId, projectId, type, blob, extra }: Credential, visit: Visit) => ({
  ...extra,
  id,
  user_id: userId,
  project_id: projectId,
  type,
  blob,
  links: selfLink(visit, 'credentials', id),
})

const known = new Set(['user_id', 'project_id', 'type', 'blob'])

export const credentials = {
  async listCredentials({ query }, visit) {
    const asked = readList(query, filters)
    const found = await visit.run(listCredentials, asked)
    const show = (credential: Credential) => showCredential(credential, visit)
    return { status: 200, body: collectionOf(visit, 'credentials', found, asked.page.limit, show) }
  },

  async createCredential({ body: { credential } }, visit) {
    const created = await visit.run(createCredential, {
      userId: credential.user_id,
      type: credential.type,
      blob: credential.blob,
      projectId: credential.project_id,
      extra: extrasOf(credential, known),
    })
    return { status: 201, body: { credential: showCredential(created, visit) } }
  },

  async getCredential({ params }, visit) {
    const credential = await visit.run(getCredential, { id: params.credential_id })
    return { status: 200, body: { credential: showCredential(credential, visit) } }
  },

  async updateCredential({ params, body: { credential } }, visit) {
    sameId(credential.id, params.credential_id)
    const updated = await visit.run(updateCredential, {
      id: params.credential_id,
      blob: credential.blob,
      userId: credential.user_id,
      type: credential.type,
      projectId: credential.project_id,
      extra: extrasOf(credential, known),
    })
    return { status: 200, body: { credential: showCredential(updated, visit) } }
  },

  async deleteCredential({ params }, visit) {
    await visit.run(deleteCredential, { id: params.credential_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
