import { domainError } from '../../kernel/domain-error.ts'
import { isLongerThan } from '../../kernel/text.ts'
import { assertSupported, type DomainOption, unsupported } from './domain-configuration.ts'
import { findOption, type OptionKind, type OptionRow, type OptionValue } from './domain-options.ts'

/** The input of a client: groups of options with any values. */
export type RequestedConfiguration = Readonly<Record<string, unknown>>

const longestText = 1024
const mostItems = 50
const mostNumber = 2 ** 31 - 1

const isText = (value: unknown, longest = longestText): value is string =>
  typeof value === 'string' && !isLongerThan(value, longest) && !/\p{Cc}/u.test(value)

const asNumber = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^-?\d{1,10}(\.\d{1,6})?$/.test(value) ? Number(value) : undefined
}

const isNumberIn = (value: unknown, least: number, whole: boolean): boolean => {
  const number = asNumber(value)
  if (number === undefined || !Number.isFinite(number)) return false
  return number >= least && number <= mostNumber && (!whole || Number.isInteger(number))
}

/** Items separated by commas, as in a configuration file. */
export const itemsOf = (value: OptionValue): readonly string[] => {
  if (Array.isArray(value)) return value
  return typeof value === 'string' ? value.split(',').flatMap((item) => item.trim() || []) : []
}

const isList = (value: unknown): boolean => {
  const items = Array.isArray(value) ? value : isText(value) ? itemsOf(value) : undefined
  return items !== undefined && items.length <= mostItems && items.every((item) => isText(item, 255))
}

const flagTexts = new Set(['true', 'false', '1', '0', 'yes', 'no', 'on', 'off'])

const accepts = (kind: OptionKind, value: unknown): boolean => {
  switch (kind.is) {
    case 'text':
      return isText(value, kind.longest)
    case 'flag':
      return typeof value === 'boolean' || (isText(value) && flagTexts.has(value.toLowerCase()))
    case 'integer':
      return isNumberIn(value, kind.least, true)
    case 'number':
      return isNumberIn(value, kind.least, false)
    case 'list':
      return isList(value)
    case 'choice':
      return isText(value) && kind.of.includes(value)
  }
}

const wanted = (kind: OptionKind): string => {
  switch (kind.is) {
    case 'text':
      return `text of at most ${kind.longest ?? longestText} characters on one line`
    case 'flag':
      return 'true or false'
    case 'integer':
      return `an integer of at least ${kind.least}`
    case 'number':
      return `a number of at least ${kind.least}`
    case 'list':
      return `a list of at most ${mostItems} texts`
    case 'choice':
      return `one of ${kind.of.join(', ')}`
  }
}

/** Null stands for the default, in options whose default is null. */
const isValid = ({ kind, fallback }: OptionRow, value: unknown): value is OptionValue =>
  value === null ? fallback === null : accepts(kind, value)

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The options of a request. Rejects with `failed_precondition` for an empty configuration and for groups and options that
 * a domain cannot have, and with `invalid` for a value of the wrong type.
 */
export const checkOptions = (requested: RequestedConfiguration): readonly DomainOption[] => {
  const groups = Object.entries(requested)
  if (groups.length === 0) throw unsupported('The configuration is empty. Provide at least one group.')
  return groups.flatMap(([group, options]) => {
    assertSupported({ group })
    if (!isObject(options))
      throw unsupported(`The group ${group} must be an object of options.`, { field: `config.${group}` })
    return Object.entries(options).map(([option, value]) => checkOption(group, option, value))
  })
}

export const checkOption = (group: string, option: string, value: unknown): DomainOption => {
  assertSupported({ group, option })
  const row = findOption(group, option)
  if (!row || !isValid(row, value))
    throw domainError(
      'invalid',
      'domain_option_invalid',
      `The option ${group}.${option} has an invalid value. Use ${row ? wanted(row.kind) : 'another option'}.`,
      { field: `config.${group}.${option}` },
    )
  return { group, option, value }
}
