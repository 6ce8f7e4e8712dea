import type { applicationCredentials as contract } from '@muster/contract/keystone/application-credentials.ts'
import type { ApplicationCredentialView } from '../../core/access/application-credentials/application-credential.ts'
import type { ApplicationCredentialFilterKey } from '../../core/access/application-credentials/application-credential-store.ts'
import { createApplicationCredential } from '../../core/access/application-credentials/create-application-credential.ts'
import { deleteApplicationCredential } from '../../core/access/application-credentials/delete-application-credential.ts'
import { getApplicationCredential } from '../../core/access/application-credentials/get-application-credential.ts'
import { listApplicationCredentials } from '../../core/access/application-credentials/list-application-credentials.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { bareAccessRule } from './access-rules.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'
import { plainTime, readExpiry } from './times.ts'

const filters: FilterKeys<ApplicationCredentialFilterKey> = { name: { key: 'name', kind: 'text' } }

/** Identity v3 has only application credentials of projects; others are hidden. */
const scopeType = 'project'

const showCredential = (credential: ApplicationCredentialView, context: RequestContext) => ({
  id: credential.id,
  name: credential.name,
  description: credential.description,
  user_id: credential.userId,
  project_id: credential.scope.type === 'project' ? credential.scope.id : '',
  system: null,
  roles: credential.roles.map(({ id, name, domainId, description, options }) => ({
    id,
    name,
    domain_id: domainId,
    description,
    options,
  })),
  expires_at: plainTime(credential.expiresAt),
  unrestricted: credential.unrestricted,
  ...(credential.accessRules ? { access_rules: credential.accessRules.map(bareAccessRule) } : {}),
  links: selfLink(
    context,
    `users/${encodeURIComponent(credential.userId)}/application_credentials`,
    credential.id,
  ),
})

export const applicationCredentials = {
  async listApplicationCredentials({ params, query }, context) {
    const listQuery = readList(query, filters)
    const found = await context.run(listApplicationCredentials, {
      ...listQuery,
      userId: params.user_id,
      scopeType,
    })
    return {
      status: 200,
      body: collectionOf(context, 'application_credentials', found, listQuery.page.limit, (one) =>
        showCredential(one, context),
      ),
    }
  },

  async createApplicationCredential({ params, body: { application_credential: input } }, context) {
    const { credential, secret } = await context.run(createApplicationCredential, {
      userId: params.user_id,
      name: input.name,
      description: input.description,
      secret: input.secret || undefined,
      roles: input.roles,
      expiresAt: readExpiry(input.expires_at ?? null),
      unrestricted: input.unrestricted ?? false,
      accessRules: input.access_rules,
    })
    return {
      status: 201,
      body: { application_credential: { ...showCredential(credential, context), secret } },
    }
  },

  async getApplicationCredential({ params }, context) {
    const found = await context.run(getApplicationCredential, {
      userId: params.user_id,
      id: params.application_credential_id,
      scopeType,
    })
    return { status: 200, body: { application_credential: showCredential(found, context) } }
  },

  async deleteApplicationCredential({ params }, context) {
    await context.run(deleteApplicationCredential, {
      userId: params.user_id,
      id: params.application_credential_id,
      scopeType,
    })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
