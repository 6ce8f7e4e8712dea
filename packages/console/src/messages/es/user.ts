import type { Messages } from '../messages.ts'

export const user: Messages['user'] = {}
