import type { roles as contract } from '@muster/contract/keystone/roles.ts'
import { createRole } from '../../core/directory/roles/create-role.ts'
import type { Role } from '../../core/directory/roles/role.ts'
import type { RoleFilterKey } from '../../core/directory/roles/role-store.ts'
import { deleteRole, getRole, listRoles } from '../../core/directory/roles/roles.ts'
import { updateRole } from '../../core/directory/roles/update-role.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { extrasOf, sameId } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'
import { optionsOf } from './projects.ts'

const filters: FilterKeys<RoleFilterKey> = {
  name: { key: 'name', kind: 'text' },
  domain_id: { key: 'domain_id', kind: 'text' },
}

export const showRole = (role: Role, context: RequestContext) => ({
  ...role.extra,
  id: role.id,
  name: role.name,
  domain_id: role.domainId,
  description: role.description,
  options: role.options,
  links: selfLink(context, 'roles', role.id),
})

const known = new Set(['name', 'domain_id', 'description', 'options'])

export const roles = {
  async listRoles({ query }, context) {
    const listQuery = readList(query, filters)
    const found = await context.run(listRoles, listQuery)
    return {
      status: 200,
      body: collectionOf(context, 'roles', found, listQuery.page.limit, (role) => showRole(role, context)),
    }
  },

  async createRole({ body: { role } }, context) {
    const created = await context.run(createRole, {
      name: role.name,
      domainId: role.domain_id,
      description: role.description,
      options: optionsOf(role.options),
      extra: extrasOf(role, known),
    })
    return { status: 201, body: { role: showRole(created, context) } }
  },

  async getRole({ params }, context) {
    return {
      status: 200,
      body: { role: showRole(await context.run(getRole, { id: params.role_id }), context) },
    }
  },

  async updateRole({ params, body: { role } }, context) {
    sameId(role.id, params.role_id)
    const updated = await context.run(updateRole, {
      id: params.role_id,
      name: role.name,
      domainId: role.domain_id,
      description: role.description,
      options: role.options,
      extra: extrasOf(role, known),
    })
    return { status: 200, body: { role: showRole(updated, context) } }
  },

  async deleteRole({ params }, context) {
    await context.run(deleteRole, { id: params.role_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
