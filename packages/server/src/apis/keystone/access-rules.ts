import type { accessRules as contract } from '@muster/contract/keystone/access-rules.ts'
import {
  deleteAccessRule,
  getAccessRule,
  listAccessRules,
} from '../../core/access/application-credentials/access-rules.ts'
import type { AccessRule } from '../../core/access/application-credentials/application-credential.ts'
import type { AccessRuleFilterKey } from '../../core/access/application-credentials/application-credential-store.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'

const filters: FilterKeys<AccessRuleFilterKey> = {
  service: { key: 'service', kind: 'text' },
  method: { key: 'method', kind: 'text' },
  path: { key: 'path', kind: 'text' },
}

/** An access rule inside an application credential. */
export const bareAccessRule = ({ id, service, method, path }: AccessRule) => ({ id, service, method, path })

const showAccessRule = (accessRule: AccessRule, context: RequestContext) => ({
  ...bareAccessRule(accessRule),
  links: selfLink(context, `users/${encodeURIComponent(accessRule.userId)}/access_rules`, accessRule.id),
})

export const accessRules = {
  async listAccessRules({ params, query }, context) {
    const listQuery = readList(query, filters)
    const found = await context.run(listAccessRules, { ...listQuery, userId: params.user_id })
    return {
      status: 200,
      body: collectionOf(context, 'access_rules', found, listQuery.page.limit, (one) =>
        showAccessRule(one, context),
      ),
    }
  },

  async getAccessRule({ params }, context) {
    const found = await context.run(getAccessRule, { userId: params.user_id, id: params.access_rule_id })
    return { status: 200, body: { access_rule: showAccessRule(found, context) } }
  },

  async deleteAccessRule({ params }, context) {
    await context.run(deleteAccessRule, { userId: params.user_id, id: params.access_rule_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
