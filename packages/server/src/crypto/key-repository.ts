import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RingKey } from '../core/kernel/keys/key-ring.ts'

/** Reads a Keystone repository of Fernet keys: one file per key, named by its index (keystone-fernet.md). */
export const readKeyRepository = (folder: string): readonly RingKey[] =>
  readdirSync(folder)
    .filter((name) => /^\d{1,9}$/.test(name))
    .map((name) => ({ index: Number(name), material: readFileSync(join(folder, name), 'utf8').trim() }))

/** Reads the JWS keys of a Keystone: `private/private.pem`, which signs, and the public keys of all its nodes. */
export const readJwsRepository = (folder: string): readonly string[] => [
  readFileSync(join(folder, 'private', 'private.pem'), 'utf8'),
  ...readdirSync(join(folder, 'public')).map((name) => readFileSync(join(folder, 'public', name), 'utf8')),
]
