import type { Messages } from '../messages.ts'

export const directory: Messages['directory'] = {}
