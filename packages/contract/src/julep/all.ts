import type { Contract } from '../operation.ts'
import { docs } from './docs.ts'
import { users } from './users.ts'

/** The contract of the Julep API below `/julep/api`. */
export const julep = { ...users, ...docs } as const satisfies Contract
