import type { Contract } from '../operation.ts'
import { apiKeys } from './api-keys.ts'
import { auth } from './auth.ts'
import { plans } from './plans.ts'
import { sessions } from './sessions.ts'
import { users } from './users.ts'

/** The contract of the Geobox API below `/geobox/v1`. */
export const geobox = { ...auth, ...users, ...sessions, ...plans, ...apiKeys } as const satisfies Contract
