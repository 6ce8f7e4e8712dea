import type { Contract } from '../operation.ts'
import { orgs } from './orgs.ts'
import { users } from './users.ts'

/** The contract of the Roboto API below `/roboto`. */
export const roboto = { ...users, ...orgs } as const satisfies Contract
