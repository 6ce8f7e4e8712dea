import { AndFilter, EqualityFilter, type Filter, FilterParser, PresenceFilter, SubstringFilter } from 'ldapts'
import type { DirectoryCondition } from '../../core/directory/external/external-directory.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import type { EntryOptions } from './ldap-options.ts'

/** A filter of the configuration. Values of requests never become text of a filter, so that they need no escaping. */
export const parseFilter = (text: string, option: string): Filter => {
  try {
    if (depthOf(text) > 20) throw new Error('nested too deeply')
    return FilterParser.parseString(text)
  } catch {
    throw domainError(
      'invalid',
      'domain_option_invalid',
      `The option ldap.${option} must be a search filter of RFC 4515, as in (memberOf=cn=cloud,dc=example,dc=org).`,
      { field: `config.ldap.${option}` },
    )
  }
}

const depthOf = (text: string): number => {
  let depth = 0
  let deepest = 0
  for (const character of text) {
    if (character === '(') deepest = Math.max(deepest, ++depth)
    if (character === ')') depth--
  }
  return deepest
}

export const equality = (attribute: string, value: string): Filter => new EqualityFilter({ attribute, value })

/** The entries of one kind that also match `others`. */
export const entryFilter = (
  { filter, objectClass, id }: EntryOptions,
  option: string,
  others: readonly Filter[] = [],
): Filter =>
  new AndFilter({
    filters: [
      ...(filter === undefined ? [] : [parseFilter(filter, option)]),
      equality('objectClass', objectClass),
      new PresenceFilter({ attribute: id }),
      ...others,
    ],
  })

const substring = (attribute: string, { op, value }: DirectoryCondition): Filter => {
  switch (op) {
    case 'eq':
      return equality(attribute, value)
    case 'contains':
      return new SubstringFilter({ attribute, any: [value] })
    case 'startswith':
      return new SubstringFilter({ attribute, initial: value })
    case 'endswith':
      return new SubstringFilter({ attribute, final: value })
  }
}

/** Conditions as filters; those on attributes that the directory does not have are left to the store. */
export const conditionFilters = (
  conditions: readonly DirectoryCondition[],
  attributes: Readonly<Partial<Record<DirectoryCondition['attribute'], string | undefined>>>,
): readonly Filter[] =>
  conditions.flatMap((condition) => {
    const attribute = attributes[condition.attribute]
    return attribute === undefined ? [] : [substring(attribute, condition)]
  })
