import type { credentials as contract } from '@muster/contract/keystone/credentials.ts'
import { createCredential } from '../../core/access/credentials/create-credential.ts'
import type { Credential } from '../../core/access/credentials/credential.ts'
import type { CredentialFilterKey } from '../../core/access/credentials/credential-store.ts'
import { deleteCredential } from '../../core/access/credentials/delete-credential.ts'
import { getCredential } from '../../core/access/credentials/get-credential.ts'
import { listCredentials } from '../../core/access/credentials/list-credentials.ts'
import { updateCredential } from '../../core/access/credentials/update-credential.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { extrasOf, sameId } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'

const filters: FilterKeys<CredentialFilterKey> = {
  user_id: { key: 'user_id', kind: 'text' },
  type: { key: 'type', kind: 'text' },
}

const showCredential = (
  { id, userId, projectId, type, blob, extra }: Credential,
  context: RequestContext,
) => ({
  ...extra,
  id,
  user_id: userId,
  project_id: projectId,
  type,
  blob,
  links: selfLink(context, 'credentials', id),
})

const known = new Set(['user_id', 'project_id', 'type', 'blob'])

export const credentials = {
  async listCredentials({ query }, context) {
    const listQuery = readList(query, filters)
    const found = await context.run(listCredentials, listQuery)
    const show = (credential: Credential) => showCredential(credential, context)
    return { status: 200, body: collectionOf(context, 'credentials', found, listQuery.page.limit, show) }
  },

  async createCredential({ body: { credential } }, context) {
    const created = await context.run(createCredential, {
      userId: credential.user_id,
      type: credential.type,
      blob: credential.blob,
      projectId: credential.project_id,
      extra: extrasOf(credential, known),
    })
    return { status: 201, body: { credential: showCredential(created, context) } }
  },

  async getCredential({ params }, context) {
    const credential = await context.run(getCredential, { id: params.credential_id })
    return { status: 200, body: { credential: showCredential(credential, context) } }
  },

  async updateCredential({ params, body: { credential } }, context) {
    sameId(credential.id, params.credential_id)
    const updated = await context.run(updateCredential, {
      id: params.credential_id,
      blob: credential.blob,
      userId: credential.user_id,
      type: credential.type,
      projectId: credential.project_id,
      extra: extrasOf(credential, known),
    })
    return { status: 200, body: { credential: showCredential(updated, context) } }
  },

  async deleteCredential({ params }, context) {
    await context.run(deleteCredential, { id: params.credential_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
