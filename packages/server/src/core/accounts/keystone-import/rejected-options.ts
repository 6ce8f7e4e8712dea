import type { DomainOption } from '../../directory/domain-configuration/domain-configuration.ts'
import { isDomainError } from '../../kernel/domain-error.ts'
import type { ReadContext } from '../../kernel/operation.ts'
import { optionKey, readOption } from './bring-directories.ts'
import type { KeystoneSource, SourceRow } from './keystone-source.ts'
import { rowKey } from './row-key.ts'
import { CannotCome, orCannotCome } from './source-values.ts'

type Context = Pick<ReadContext, 'ports'>

/** The sentences of the driver can contain the value, so that others replace them. */
const checkByDriver = async (option: DomainOption, { ports }: Context): Promise<void> => {
  try {
    await ports.directories.check([option])
  } catch (thrown) {
    if (!isDomainError(thrown, 'invalid')) throw thrown
    throw new CannotCome(
      thrown.code === 'url_refused'
        ? 'The address of the directory is not allowed, or the URL is not one of LDAP. See the setting directory_allowed_networks.'
        : 'The value cannot be used with an LDAP directory: correct the filter or the name of the attribute.',
    )
  }
}

const reasonOf = async (row: SourceRow, at: Context): Promise<string | undefined> => {
  try {
    await checkByDriver(
      orCannotCome(() => readOption(row)),
      at,
    )
    return undefined
  } catch (thrown) {
    if (thrown instanceof CannotCome) return thrown.message
    throw thrown
  }
}

/**
 * The domain options that cannot come, by the key of their rows, with the reason. The driver of such a domain does not
 * come either: without a filter, for example, more users could sign in. Outside of the transaction, since hosts of
 * directories are resolved.
 */
export const rejectedOptionsOf = async (
  source: KeystoneSource,
  at: Context,
): Promise<ReadonlyMap<string, string>> => {
  const rejected = new Map<string, string>()
  for (const table of ['whitelisted_config', 'sensitive_config'])
    for await (const page of source.pages({ table, key: optionKey }))
      for (const row of page) {
        const reason = await reasonOf(row, at)
        if (reason === undefined) continue
        const driver = { ...row, group: 'identity', option: 'driver' }
        rejected.set(
          rowKey(optionKey, driver),
          'Another option of the domain cannot come, and the directory does not work as at Keystone without it.',
        )
        rejected.set(rowKey(optionKey, row), reason)
      }
  return rejected
}
