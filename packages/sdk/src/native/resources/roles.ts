import type { CallOptions } from '../../transport/transport.ts'
import type { ChangeOptions, NativeApi, PostOptions } from '../api.ts'
import type { NewRole, Role, RoleChange } from '../types.ts'

const path = '/roles/{role_id}'

export const makeRoles = (api: NativeApi) => ({
  /** The global roles, or those of one domain, by id. */
  list: (
    query: {
      readonly domain_id?: string | undefined
      readonly name?: string | undefined
      readonly limit?: number | undefined
    } = {},
    options?: CallOptions,
  ) => api.list<Role>('/roles', 'roles', { query }, options),

  /** Throws `Conflict` with `role_name_taken`. */
  create: (role: NewRole, options?: PostOptions) => api.send<Role>('POST', '/roles', { json: role }, options),

  get: (roleId: string, options?: CallOptions) =>
    api.send<Role>('GET', path, { params: { role_id: roleId } }, options),

  update: (roleId: string, change: RoleChange, options?: ChangeOptions) =>
    api.send<Role>('PATCH', path, { params: { role_id: roleId }, json: change }, options),

  /** Deletes a role with its assignments. Throws `Forbidden` with `role_immutable`. */
  async delete(roleId: string, options?: CallOptions): Promise<void> {
    await api.send('DELETE', path, { params: { role_id: roleId } }, options)
  },
})
