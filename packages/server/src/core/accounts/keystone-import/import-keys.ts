import { domainError } from '../../kernel/domain-error.ts'
import type { RingKey } from '../../kernel/keys/key-ring.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import type { ImportReport } from './report.ts'

const materialsOf = (ring: readonly RingKey[]): string =>
  JSON.stringify([...ring].sort((a, b) => a.index - b.index).map(({ index, material }) => [index, material]))

/**
 * Replaces the Fernet keys of tokens by Keystone's, with their indexes, so that each server accepts the tokens of the
 * other. Tokens that Muster issued with its own keys become invalid.
 */
export const importTokenKeys = async (
  ring: readonly RingKey[],
  { stores, ports }: Pick<CommandContext, 'stores' | 'ports'>,
): Promise<ImportReport['tokenKeys']> => {
  if (!ring.some(({ index }) => index > 0))
    throw domainError(
      'invalid',
      'keystone_keys_missing',
      'The folder of Fernet keys has no primary key: no file whose name is a number above 0.',
    )
  const before = (await stores.keys.list('tokens')).map(ports.keys.open)
  if (materialsOf(before) === materialsOf(ring)) return 'unchanged'
  await stores.keys.replace('tokens', ring.map(ports.keys.seal('tokens')))
  return 'replaced'
}
