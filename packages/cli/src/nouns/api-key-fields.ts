import type { ApiKey } from '@muster/sdk'
import { scopeCell } from '../command/scope.ts'
import type { Columns } from '../output/columns.ts'

export const roleNames = (roles: ApiKey['roles']): string => roles.map(({ name }) => name).join(',')

export const apiKeyColumns = {
  name: true,
  state: true,
  scope: scopeCell,
  roles: roleNames,
  expires_at: true,
  id: true,
  number: false,
  user_id: false,
  description: false,
  prefix: false,
  unrestricted: false,
  created_at: false,
  last_used_at: false,
  revoked_at: false,
  deleted_at: false,
  overlap_until: false,
} as const satisfies Record<keyof ApiKey, Columns[string]>

/** Not resolved: users who may not list roles name those that they have. */
export const roleReference = (role: string): { readonly id: string } | { readonly name: string } =>
  /^[0-9a-f]{32}$/.test(role) ? { id: role } : { name: role }
