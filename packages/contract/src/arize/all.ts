import type { Contract } from '../operation.ts'
import { apiKeys } from './api-keys.ts'
import { organizations } from './organizations.ts'
import { roleBindings } from './role-bindings.ts'
import { spaces } from './spaces.ts'
import { users } from './users.ts'

/** The contract of the Arize API below `/arize`. */
export const arize = {
  ...users,
  ...organizations,
  ...spaces,
  ...apiKeys,
  ...roleBindings,
} as const satisfies Contract
