import type { BasePorts } from '../../kernel/ports.ts'
import { type DomainOption, isSensitive, openOption, sealOption } from './domain-configuration.ts'
import type { StoredOption } from './domain-option-store.ts'

type Context = { readonly ports: Pick<BasePorts, 'sealing'> }

export const toStored = (
  domainId: string,
  options: readonly DomainOption[],
  { ports }: Context,
): readonly StoredOption[] =>
  options.map((one) =>
    isSensitive(one)
      ? { ...sealOption(domainId, one, ports.sealing), sealed: true }
      : { ...one, sealed: false },
  )

/** The options with their secrets, for the driver only. */
export const fromStored = (
  domainId: string,
  stored: readonly StoredOption[],
  { ports }: Context,
): readonly DomainOption[] =>
  stored.map(({ sealed, ...one }) => (sealed ? openOption(domainId, one, ports.sealing) : one))
