import type { impliedRoles as contract } from '@muster/contract/keystone/implied-roles.ts'
import {
  checkImpliedRole,
  forgetImplication,
  getImpliedRole,
  type Inference,
  type Inferences,
  implyRole,
  listImpliedRoles,
  listInferences,
} from '../../core/roles/implied-roles.ts'
import type { Role } from '../../core/roles/role.ts'
import type { Handlers, Visit } from '../../http/face.ts'
import { linkTo, selfLink } from './links.ts'

type Params = { readonly prior_role_id: string; readonly implied_role_id: string }

const implication = (params: Params) => ({ priorId: params.prior_role_id, impliedId: params.implied_role_id })

const showRef = ({ id, name }: Role, visit: Visit) => ({ id, name, links: selfLink(visit, 'roles', id) })

const showOne = ({ prior, implied }: Inference, visit: Visit) => ({
  role_inference: { prior_role: showRef(prior, visit), implies: showRef(implied, visit) },
  links: { self: linkTo(visit, `/roles/${prior.id}/implies/${implied.id}`) },
})

const showMany = ({ prior, implied }: Inferences, visit: Visit) => ({
  prior_role: showRef(prior, visit),
  implies: implied.map((role) => showRef(role, visit)),
})

export const impliedRoles = {
  async listRoleInferences(_ask, visit) {
    const found = await visit.run(listInferences, {})
    return { status: 200, body: { role_inferences: found.map((inferences) => showMany(inferences, visit)) } }
  },

  async listImpliedRoles({ params }, visit) {
    const found = await visit.run(listImpliedRoles, { priorId: params.prior_role_id })
    const links = { self: linkTo(visit, `/roles/${found.prior.id}/implies`) }
    return { status: 200, body: { role_inference: showMany(found, visit), links } }
  },

  async getImpliedRole({ params }, visit) {
    return { status: 200, body: showOne(await visit.run(getImpliedRole, implication(params)), visit) }
  },

  async checkImpliedRole({ params }, visit) {
    // Both rules count, as they do where this comes from (keystone-routes.tsv).
    await visit.run(checkImpliedRole, implication(params))
    await visit.run(getImpliedRole, implication(params))
    return { status: 204 }
  },

  async createImpliedRole({ params }, visit) {
    return { status: 201, body: showOne(await visit.run(implyRole, implication(params)), visit) }
  },

  async deleteImpliedRole({ params }, visit) {
    await visit.run(forgetImplication, implication(params))
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
