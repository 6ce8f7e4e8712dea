import type { Contract } from '../operation.ts'
import { discovery } from './discovery.ts'
import { me } from './me.ts'
import { sessions } from './sessions.ts'
import { users } from './users.ts'

/** Everything the native face promises below `/api/v1`. */
export const native = { ...discovery, ...me, ...sessions, ...users } as const satisfies Contract
