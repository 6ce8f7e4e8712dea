import type { Config } from '../config/settings-table.ts'
import { DryRunDone, importKeystone } from '../core/accounts/keystone-import/import-keystone.ts'
import type { NounName } from '../core/accounts/keystone-import/imported.ts'
import type { ImportReport } from '../core/accounts/keystone-import/report.ts'
import { operator } from '../core/kernel/caller.ts'
import type { Core } from '../core/kernel/executor.ts'
import type { RingKey } from '../core/kernel/keys/key-ring.ts'
import { parseFernetKey } from '../crypto/fernet.ts'
import { readKeyRepository } from '../crypto/key-repository.ts'
import { readCredentialKeys } from '../crypto/keystone-credential-keys.ts'
import { openKeystone } from '../keystone-database/open-keystone.ts'
import { operatorSource } from './audit-sources.ts'

export type ImportFromKeystone = {
  /** The URL of the setting `[database] connection` of Keystone. */
  readonly url: string
  /** The folders of Keystone's keys; absent: tokens and credentials do not come. */
  readonly fernetKeys?: string | undefined
  readonly credentialKeys?: string | undefined
  readonly allowUnknownSchema: boolean
  readonly dryRun: boolean
  readonly allowRemovals: boolean
  readonly onNoun?: ((noun: NounName) => void) | undefined
}

/** What the operator named cannot be used; `message` says what. */
export class KeystoneUnusable extends Error {
  override readonly name = 'KeystoneUnusable'
}

const orUnusable = <T>(what: string, read: () => T): T => {
  try {
    return read()
  } catch (error) {
    throw new KeystoneUnusable(`${what}: ${(error as Error).message}`)
  }
}

/** A ring that Muster reads from a folder is that of Keystone already, or the folder must be changed. */
const tokenKeysOf = (
  folder: string | undefined,
  config: Config,
): readonly RingKey[] | 'in a folder' | undefined => {
  if (folder === undefined) return undefined
  if (config.token_key_repository !== undefined) return 'in a folder'
  return orUnusable(`The Fernet keys in ${folder} cannot be read`, () => {
    const ring = readKeyRepository(folder)
    for (const { material } of ring) parseFernetKey(material)
    return ring
  })
}

/** @throws KeystoneUnusable, and the errors of `importKeystone` */
export const importFromKeystone = async (
  { core }: { readonly core: Core },
  config: Config,
  { url, fernetKeys, credentialKeys, ...options }: ImportFromKeystone,
): Promise<ImportReport> => {
  const tokenKeys = tokenKeysOf(fernetKeys, config)
  const keys =
    credentialKeys === undefined
      ? undefined
      : orUnusable(`The credential keys in ${credentialKeys} cannot be read`, () =>
          readCredentialKeys(credentialKeys),
        )
  const keystone = await openKeystone(url).catch((error: Error) => {
    throw new KeystoneUnusable(error.message)
  })
  try {
    const input = { source: keystone.source, tokenKeys, credentialKeys: keys, ...options }
    return await core.run(importKeystone, input, operator, operatorSource)
  } catch (error) {
    if (error instanceof DryRunDone) return error.report
    throw error
  } finally {
    await keystone.close()
  }
}
