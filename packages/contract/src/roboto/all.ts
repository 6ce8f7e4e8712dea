import type { Contract } from '../operation.ts'
import { orgs } from './orgs.ts'
import { users } from './users.ts'

/** Everything the roboto face promises below `/roboto`. */
export const roboto = { ...users, ...orgs } as const satisfies Contract
