import type { Assertion } from './apply-mapping.ts'
import type { ListedValues, MappingRule, Requirement } from './mapping-rules.ts'
import type { Steps } from './steps.ts'

/** The values that each feeding requirement has left, in the order of the requirements. */
export type FedValues = readonly (readonly string[])[]

/** The values of an attribute, split at `;`. Undefined for an attribute that the assertion does not have. */
export type ReadAttribute = (name: string) => readonly string[] | undefined

/** Splits each attribute once. */
export const attributesOf = (assertion: Assertion, steps: Steps): ReadAttribute => {
  const split = new Map<string, readonly string[]>()
  return (name) => {
    const texts = Object.hasOwn(assertion, name) ? assertion[name] : undefined
    if (!texts || texts.length === 0) return undefined
    const known = split.get(name)
    if (known) return known
    for (const text of texts) steps.spend(text.length + 1)
    const values = texts.flatMap((text) => text.split(';'))
    split.set(name, values)
    return values
  }
}

const isListed = (value: string, listed: ListedValues, steps: Steps): boolean => {
  if ('exact' in listed) {
    steps.spend(1)
    return listed.exact.has(value)
  }
  return listed.patterns.some((pattern) => {
    steps.spend(pattern.size * (value.length + 1))
    return pattern.isIn(value)
  })
}

/** The values that the requirement feeds, or whether it is met. */
const meet = (
  requirement: Requirement,
  values: readonly string[],
  steps: Steps,
): boolean | readonly string[] => {
  if (requirement.condition === 'present') return values
  const { condition, listed } = requirement
  switch (condition) {
    case 'any_one_of':
      return values.some((value) => isListed(value, listed, steps))
    case 'not_any_of':
      return !values.some((value) => isListed(value, listed, steps))
    case 'blacklist':
      return [...new Set(values.filter((value) => !isListed(value, listed, steps)))]
    case 'whitelist': {
      const kept = values.filter((value) => isListed(value, listed, steps))
      // As in Keystone, values that match a pattern may repeat.
      return 'exact' in listed ? [...new Set(kept)] : kept
    }
  }
}

/** The first requirement that the assertion does not meet. Undefined when the rule applies. */
export const findUnmet = (
  { remote }: MappingRule,
  read: ReadAttribute,
  steps: Steps,
): Requirement | undefined =>
  remote.find((requirement) => {
    steps.spend(1)
    const values = read(requirement.type)
    return !values || meet(requirement, values, steps) === false
  })

/** Undefined when the rule does not apply. `whitelist` and `blacklist` may leave no value; the rule applies all the same. */
export const matchRemote = (
  { remote }: MappingRule,
  read: ReadAttribute,
  steps: Steps,
): FedValues | undefined => {
  const fed: (readonly string[])[] = []
  for (const requirement of remote) {
    steps.spend(1)
    const values = read(requirement.type)
    if (!values) return undefined
    const met = meet(requirement, values, steps)
    if (met === false) return undefined
    if (met !== true) fed.push(met)
  }
  return fed
}
