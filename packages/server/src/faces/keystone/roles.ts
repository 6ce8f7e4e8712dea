import type { roles as contract } from '@muster/contract/keystone/roles.ts'
import { createRole } from '../../core/roles/create-role.ts'
import { deleteRole } from '../../core/roles/delete-role.ts'
import { getRole } from '../../core/roles/get-role.ts'
import { listRoles } from '../../core/roles/list-roles.ts'
import type { Role } from '../../core/roles/role.ts'
import type { RoleFilterKey } from '../../core/roles/role-store.ts'
import { updateRole } from '../../core/roles/update-role.ts'
import type { Handlers, Visit } from '../../http/face.ts'
import { extrasOf, sameId } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'
import { optionsOf } from './projects.ts'

const filters: FilterKeys<RoleFilterKey> = {
  name: { key: 'name', kind: 'text' },
  domain_id: { key: 'domain_id', kind: 'text' },
}

export const showRole = (role: Role, visit: Visit) => ({
  ...role.extra,
  id: role.id,
  name: role.name,
  domain_id: role.domainId,
  description: role.description,
  options: role.options,
  links: selfLink(visit, 'roles', role.id),
})

const known = new Set(['name', 'domain_id', 'description', 'options'])

export const roles = {
  async listRoles({ query }, visit) {
    const asked = readList(query, filters)
    const found = await visit.run(listRoles, asked)
    return {
      status: 200,
      body: collectionOf(visit, 'roles', found, asked.page.limit, (role) => showRole(role, visit)),
    }
  },

  async createRole({ body: { role } }, visit) {
    const created = await visit.run(createRole, {
      name: role.name,
      domainId: role.domain_id,
      description: role.description,
      options: optionsOf(role.options),
      extra: extrasOf(role, known),
    })
    return { status: 201, body: { role: showRole(created, visit) } }
  },

  async getRole({ params }, visit) {
    return { status: 200, body: { role: showRole(await visit.run(getRole, { id: params.role_id }), visit) } }
  },

  async updateRole({ params, body: { role } }, visit) {
    sameId(role.id, params.role_id)
    const updated = await visit.run(updateRole, {
      id: params.role_id,
      name: role.name,
      domainId: role.domain_id,
      description: role.description,
      options: role.options,
      extra: extrasOf(role, known),
    })
    return { status: 200, body: { role: showRole(updated, visit) } }
  },

  async deleteRole({ params }, visit) {
    await visit.run(deleteRole, { id: params.role_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
