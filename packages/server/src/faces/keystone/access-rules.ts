import type { accessRules as contract } from '@muster/contract/keystone/access-rules.ts'
import {
  deleteAccessRule,
  getAccessRule,
  listAccessRules,
} from '../../core/application-credentials/access-rules.ts'
import type { AccessRule } from '../../core/application-credentials/application-credential.ts'
import type { AccessRuleFilterKey } from '../../core/application-credentials/application-credential-store.ts'
import type { Handlers, Visit } from '../../http/face.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'

const filters: FilterKeys<AccessRuleFilterKey> = {
  service: { key: 'service', kind: 'text' },
  method: { key: 'method', kind: 'text' },
  path: { key: 'path', kind: 'text' },
}

/** As it appears inside a credential. */
export const bareAccessRule = ({ id, service, method, path }: AccessRule) => ({ id, service, method, path })

const showAccessRule = (accessRule: AccessRule, visit: Visit) => ({
  ...bareAccessRule(accessRule),
  links: selfLink(visit, `users/${encodeURIComponent(accessRule.userId)}/access_rules`, accessRule.id),
})

export const accessRules = {
  async listAccessRules({ params, query }, visit) {
    const asked = readList(query, filters)
    const found = await visit.run(listAccessRules, { ...asked, userId: params.user_id })
    return {
      status: 200,
      body: collectionOf(visit, 'access_rules', found, asked.page.limit, (one) => showAccessRule(one, visit)),
    }
  },

  async getAccessRule({ params }, visit) {
    const found = await visit.run(getAccessRule, { userId: params.user_id, id: params.access_rule_id })
    return { status: 200, body: { access_rule: showAccessRule(found, visit) } }
  },

  async deleteAccessRule({ params }, visit) {
    await visit.run(deleteAccessRule, { userId: params.user_id, id: params.access_rule_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
