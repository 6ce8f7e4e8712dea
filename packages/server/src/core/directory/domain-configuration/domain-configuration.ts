import { domainError } from '../../kernel/domain-error.ts'
import type { Sealing } from '../../kernel/ports.ts'
import { domainOptions, findOption, type OptionValue } from './domain-options.ts'

/** Values by group and option; only the options that were set. */
export type DomainConfiguration = Readonly<Record<string, Readonly<Record<string, OptionValue>>>>

export type DomainOption = {
  readonly group: string
  readonly option: string
  readonly value: OptionValue
}

/** The whole configuration, one group of it, or one option. */
export type ConfigurationPart = { readonly group?: string | undefined; readonly option?: string | undefined }

/** Keystone answers 403 to a configuration that it does not support. */
export const unsupported = (message: string, details?: Record<string, unknown>) =>
  domainError('failed_precondition', 'domain_configuration_unsupported', message, details)

/** Rejects groups and options that a domain cannot have. */
export const assertSupported = ({ group, option }: ConfigurationPart): void => {
  if (group === undefined) return
  if (!Object.hasOwn(domainOptions, group))
    throw unsupported(
      `The group ${group.slice(0, 64)} is not supported in the configuration of a domain. Use one of: ${Object.keys(domainOptions).join(', ')}.`,
    )
  if (option !== undefined && !findOption(group, option))
    throw unsupported(
      `The option ${option.slice(0, 64)} is not supported in the group ${group} of the configuration of a domain. See docs/ldap.md for the options.`,
    )
}

export const isSensitive = ({ group, option }: Pick<DomainOption, 'group' | 'option'>): boolean =>
  findOption(group, option)?.sensitive === true

/** What clients may see: the options that are not sensitive, by group. */
export const shownConfiguration = (options: readonly DomainOption[]): DomainConfiguration => {
  const shown: Record<string, Record<string, OptionValue>> = {}
  for (const one of options) {
    if (isSensitive(one)) continue
    shown[one.group] = { ...shown[one.group], [one.option]: one.value }
  }
  return shown
}

/** A sealed value cannot be opened for another domain or option. */
const purposeOf = (domainId: string, { group, option }: Pick<DomainOption, 'group' | 'option'>) =>
  `domain-option:${domainId}:${group}:${option}`

export const sealOption = (domainId: string, one: DomainOption, sealing: Sealing): DomainOption => ({
  ...one,
  value: sealing.seal(purposeOf(domainId, one), JSON.stringify(one.value)),
})

export const openOption = (domainId: string, one: DomainOption, sealing: Sealing): DomainOption => ({
  ...one,
  value: JSON.parse(sealing.open(purposeOf(domainId, one), String(one.value))) as OptionValue,
})
