import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RingKey } from '../core/kernel/keys/key-ring.ts'

/** Reads a Keystone key repository: one file per key, named by its index (keystone-fernet.md). */
export const readKeyRepository = (folder: string): readonly RingKey[] =>
  readdirSync(folder)
    .filter((name) => /^\d{1,9}$/.test(name))
    .map((name) => ({ index: Number(name), material: readFileSync(join(folder, name), 'utf8').trim() }))
