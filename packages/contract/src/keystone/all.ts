import type { Contract } from '../operation.ts'
import { auth } from './auth.ts'
import { discovery } from './discovery.ts'
import { users } from './users.ts'

/** Everything the keystone face promises below `/v3`. */
export const keystone = {
  ...discovery,
  ...auth,
  ...users,
} as const satisfies Contract
