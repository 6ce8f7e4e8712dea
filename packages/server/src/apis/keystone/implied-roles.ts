import type { impliedRoles as contract } from '@muster/contract/keystone/implied-roles.ts'
import {
  checkImpliedRole,
  deleteImplication,
  getImpliedRole,
  type Inference,
  type Inferences,
  implyRole,
  listImpliedRoles,
  listInferences,
} from '../../core/directory/roles/implied-roles.ts'
import type { Role } from '../../core/directory/roles/role.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { linkTo, selfLink } from './links.ts'

type Params = { readonly prior_role_id: string; readonly implied_role_id: string }

const implication = (params: Params) => ({ priorId: params.prior_role_id, impliedId: params.implied_role_id })

const showRef = ({ id, name }: Role, context: RequestContext) => ({
  id,
  name,
  links: selfLink(context, 'roles', id),
})

const showOne = ({ prior, implied }: Inference, context: RequestContext) => ({
  role_inference: { prior_role: showRef(prior, context), implies: showRef(implied, context) },
  links: { self: linkTo(context, `/roles/${prior.id}/implies/${implied.id}`) },
})

const showMany = ({ prior, implied }: Inferences, context: RequestContext) => ({
  prior_role: showRef(prior, context),
  implies: implied.map((role) => showRef(role, context)),
})

export const impliedRoles = {
  async listRoleInferences(_request, context) {
    const found = await context.run(listInferences, {})
    return {
      status: 200,
      body: { role_inferences: found.map((inferences) => showMany(inferences, context)) },
    }
  },

  async listImpliedRoles({ params }, context) {
    const found = await context.run(listImpliedRoles, { priorId: params.prior_role_id })
    const links = { self: linkTo(context, `/roles/${found.prior.id}/implies`) }
    return { status: 200, body: { role_inference: showMany(found, context), links } }
  },

  async getImpliedRole({ params }, context) {
    return { status: 200, body: showOne(await context.run(getImpliedRole, implication(params)), context) }
  },

  async checkImpliedRole({ params }, context) {
    // Enforces both rules, as Keystone does (keystone-routes.tsv).
    await context.run(checkImpliedRole, implication(params))
    await context.run(getImpliedRole, implication(params))
    return { status: 204 }
  },

  async createImpliedRole({ params }, context) {
    return { status: 201, body: showOne(await context.run(implyRole, implication(params)), context) }
  },

  async deleteImpliedRole({ params }, context) {
    await context.run(deleteImplication, implication(params))
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
