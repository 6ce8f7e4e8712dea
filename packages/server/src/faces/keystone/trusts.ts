import type { trusts as contract } from '@muster/contract/keystone/trusts.ts'
import { createTrust } from '../../core/trusts/create-trust.ts'
import { deleteTrust } from '../../core/trusts/delete-trust.ts'
import { getTrust } from '../../core/trusts/get-trust.ts'
import { listTrusts } from '../../core/trusts/list-trusts.ts'
import type { Trust } from '../../core/trusts/trust.ts'
import { getTrustRole, listTrustRoles, type TrustWithRoles } from '../../core/trusts/trust-roles.ts'
import type { TrustFilterKey } from '../../core/trusts/trust-store.ts'
import type { Handlers, Visit } from '../../http/face.ts'
import { extrasOf } from './attributes.ts'
import { linkTo, selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'
import { showRole } from './roles.ts'
import { readExpiry, trustTime } from './times.ts'

const filters: FilterKeys<TrustFilterKey> = {
  trustor_user_id: { key: 'trustor_user_id', kind: 'text' },
  trustee_user_id: { key: 'trustee_user_id', kind: 'text' },
}

const showRow = (trust: Trust, visit: Visit) => ({
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
  links: selfLink(visit, 'OS-TRUST/trusts', trust.id),
})

const showTrust = ({ trust, roles }: TrustWithRoles, visit: Visit) => ({
  ...showRow(trust, visit),
  roles: roles.map((role) => showRole(role, visit)),
  roles_links: { self: linkTo(visit, `/OS-TRUST/trusts/${trust.id}/roles`), next: null, previous: null },
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
  async listTrusts({ query }, visit) {
    const asked = readList(query, filters)
    const found = await visit.run(listTrusts, asked)
    return {
      status: 200,
      body: collectionOf(visit, 'trusts', found, asked.page.limit, (trust) => showRow(trust, visit)),
    }
  },

  async createTrust({ body: { trust } }, visit) {
    const created = await visit.run(createTrust, {
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
    return { status: 201, body: { trust: showTrust(created, visit) } }
  },

  async getTrust({ params }, visit) {
    const found = await visit.run(getTrust, { id: params.trust_id })
    return { status: 200, body: { trust: showTrust(found, visit) } }
  },

  async deleteTrust({ params }, visit) {
    await visit.run(deleteTrust, { id: params.trust_id })
    return { status: 204 }
  },

  async listTrustRoles({ params, query }, visit) {
    const { page } = readList(query, {})
    const found = await visit.run(listTrustRoles, { trustId: params.trust_id, page })
    return {
      status: 200,
      body: collectionOf(visit, 'roles', found, page.limit, (role) => showRole(role, visit)),
    }
  },

  async getTrustRole({ params }, visit) {
    const role = await visit.run(getTrustRole, { trustId: params.trust_id, roleId: params.role_id })
    return { status: 200, body: { role: showRole(role, visit) } }
  },
} satisfies Handlers<typeof contract>
