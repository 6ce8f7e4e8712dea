import type { Part } from '../part.ts'
import { kill } from './kill.ts'
import { terminate } from './terminate.ts'
import { upgrade } from './upgrade.ts'

export const parts: readonly Part[] = [kill, terminate, upgrade]
