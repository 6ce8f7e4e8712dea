import type { roles as contract } from '@muster/contract/native/roles.ts'
import { createRole } from '../../core/directory/roles/create-role.ts'
import type { Role } from '../../core/directory/roles/role.ts'
import type { RoleFilterKey } from '../../core/directory/roles/role-store.ts'
import { deleteRole, getRole, listRoles } from '../../core/directory/roles/roles.ts'
import { updateRole } from '../../core/directory/roles/update-role.ts'
import { masked } from '../../core/kernel/operation.ts'
import { readIfMatch, timeTag } from './entity-tags.ts'
import { nextCursor, pageById, position, readPage, readText } from './lists.ts'
import type { NativeHandlers } from './request-context.ts'
import { time } from './times.ts'

const show = (role: Role) => ({
  id: role.id,
  domain_id: role.domainId,
  name: role.name,
  description: role.description,
  immutable: role.options.immutable === true,
  created_at: time(role.createdAt),
  updated_at: time(role.updatedAt),
})

/** The options of a body with the field `immutable`. */
export const readOptions = ({ immutable }: { readonly immutable?: boolean }) =>
  immutable === undefined ? undefined : { immutable }

export const roles = {
  async listRoles({ query }, context) {
    const page = readPage('roles', query, context)
    const where = pageById<RoleFilterKey>(page, {
      domain_id: readText(query, 'domain_id'),
      name: readText(query, 'name'),
    })
    const found = await context.run(listRoles, where)
    return {
      status: 200,
      body: { roles: found.rows.map(show), next_cursor: nextCursor(found, page, position, context) },
    }
  },

  async createRole({ body }, context) {
    const role = await context.run(createRole, {
      name: body.name,
      domainId: body.domain_id,
      description: body.description,
      options: readOptions(body),
    })
    const location = `${context.base}/api/v1/roles/${role.id}`
    return { status: 201, headers: { location, etag: timeTag(role) }, body: show(role) }
  },

  async getRole({ params }, context) {
    const role = await context.run(masked(getRole), { id: params.role_id })
    return { status: 200, headers: { etag: timeTag(role) }, body: show(role) }
  },

  async updateRole({ params, body }, context) {
    const role = await context.run(masked(updateRole), {
      id: params.role_id,
      ifVersion: readIfMatch(context.header('if-match')),
      name: body.name,
      description: body.description,
      options: readOptions(body),
    })
    return { status: 200, headers: { etag: timeTag(role) }, body: show(role) }
  },

  async deleteRole({ params }, context) {
    await context.run(masked(deleteRole), { id: params.role_id })
    return { status: 204 }
  },
} satisfies NativeHandlers<typeof contract>
