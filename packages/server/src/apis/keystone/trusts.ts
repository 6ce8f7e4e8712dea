import type { trusts as contract } from '@muster/contract/keystone/trusts.ts'
import { createTrust } from '../../core/access/trusts/create-trust.ts'
import type { Trust } from '../../core/access/trusts/trust.ts'
import { getTrustRole, listTrustRoles, type TrustWithRoles } from '../../core/access/trusts/trust-roles.ts'
import type { TrustFilterKey } from '../../core/access/trusts/trust-store.ts'
import { deleteTrust, getTrust, listTrusts } from '../../core/access/trusts/trusts.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { extrasOf } from './attributes.ts'
import { linkTo, selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'
import { showRole } from './roles.ts'
import { readExpiry, trustTime } from './times.ts'

const filters: FilterKeys<TrustFilterKey> = {
  trustor_user_id: { key: 'trustor_user_id', kind: 'text' },
  trustee_user_id: { key: 'trustee_user_id', kind: 'text' },
}

const showRow = (trust: Trust, context: RequestContext) => ({
  ...trust.extra,
  id: trust.id,
  trustor_user_id: trust.trustorId,
  trustee_user_id: trust.trusteeId,
  impersonation: trust.impersonation,
  project_id: trust.projectId,
  expires_at: trustTime(trust.expiresAt),
  remaining_uses: trust.remainingUses,
  redelegation_count: trust.redelegationCount,
  redelegated_trust_id: trust.redelegatedTrustId,
  deleted_at: null,
  links: selfLink(context, 'OS-TRUST/trusts', trust.id),
})

const showTrust = ({ trust, roles }: TrustWithRoles, context: RequestContext) => ({
  ...showRow(trust, context),
  roles: roles.map((role) => showRole(role, context)),
  roles_links: { self: linkTo(context, `/OS-TRUST/trusts/${trust.id}/roles`), next: null, previous: null },
})

const known = new Set([
  'trustor_user_id',
  'trustee_user_id',
  'impersonation',
  'project_id',
  'roles',
  'roles_links',
  'expires_at',
  'remaining_uses',
  'allow_redelegation',
  'redelegation_count',
  'redelegated_trust_id',
  'deleted_at',
])

export const trusts = {
  async listTrusts({ query }, context) {
    const listQuery = readList(query, filters)
    const found = await context.run(listTrusts, listQuery)
    return {
      status: 200,
      body: collectionOf(context, 'trusts', found, listQuery.page.limit, (trust) => showRow(trust, context)),
    }
  },

  async createTrust({ body: { trust } }, context) {
    const created = await context.run(createTrust, {
      trustorId: trust.trustor_user_id,
      trusteeId: trust.trustee_user_id,
      impersonation: trust.impersonation,
      projectId: trust.project_id,
      roles: trust.roles,
      expiresAt: readExpiry(trust.expires_at),
      remainingUses: trust.remaining_uses,
      allowRedelegation: trust.allow_redelegation,
      redelegationCount: trust.redelegation_count,
      extra: extrasOf(trust, known),
    })
    return { status: 201, body: { trust: showTrust(created, context) } }
  },

  async getTrust({ params }, context) {
    const found = await context.run(getTrust, { id: params.trust_id })
    return { status: 200, body: { trust: showTrust(found, context) } }
  },

  async deleteTrust({ params }, context) {
    await context.run(deleteTrust, { id: params.trust_id })
    return { status: 204 }
  },

  async listTrustRoles({ params, query }, context) {
    const { page } = readList(query, {})
    const found = await context.run(listTrustRoles, { trustId: params.trust_id, page })
    return {
      status: 200,
      body: collectionOf(context, 'roles', found, page.limit, (role) => showRole(role, context)),
    }
  },

  async getTrustRole({ params }, context) {
    const role = await context.run(getTrustRole, { trustId: params.trust_id, roleId: params.role_id })
    return { status: 200, body: { role: showRole(role, context) } }
  },
} satisfies Handlers<typeof contract>
