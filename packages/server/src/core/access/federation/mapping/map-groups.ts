import { domainError } from '../../../kernel/domain-error.ts'
import type { MappedDomain, MappedIdentity } from './apply-mapping.ts'
import { fillDomain, fillList, fillTemplate, hasDomain } from './fill-template.ts'
import type { JsonObject } from './mapping-input.ts'
import type { LocalRule } from './mapping-rules.ts'
import type { FedValues } from './match-remote.ts'
import type { Steps } from './steps.ts'

type NamedGroup = MappedIdentity['groupNames'][number]

const invalidGroup = (problem: string) =>
  domainError('unauthenticated', 'mapped_group_invalid', `A group of the mapping ${problem}`)

const prefix = 'JSON:'

const objectOf = (value: unknown): JsonObject => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidGroup('is not an object with name and domain.')
  return value as JsonObject
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw invalidGroup('is not valid JSON.')
  }
}

/** `{"name": …, "domain": {"id": …}}`, as an attribute of the assertion may name a group. */
const groupFromJson = (text: string): NamedGroup => {
  const { name, domain } = objectOf(parse(text))
  const { id, name: domainName } = objectOf(domain)
  if (typeof name !== 'string' || name === '') throw invalidGroup('has no name.')
  if (typeof id === 'string' && id !== '') return { name, domain: { id } }
  if (typeof domainName === 'string' && domainName !== '') return { name, domain: { name: domainName } }
  throw invalidGroup('has no domain.')
}

const namedIn = (name: string, domain: MappedDomain | undefined): readonly NamedGroup[] =>
  domain === undefined ? [] : [{ name, domain }]

/** The groups of `group` and `groups` that are named with their domain. */
export const mapGroupNames = (
  { group, groups, domain }: LocalRule,
  fed: FedValues,
  steps: Steps,
): readonly NamedGroup[] => {
  const found: NamedGroup[] = []
  if (group && 'name' in group) {
    const name = fillTemplate(group.name, fed, steps)
    if (name !== undefined) found.push(...namedIn(name, fillDomain(group.domain, fed, steps)))
  }
  if (!groups) return found
  const names = fillList(groups, fed, steps)
  const isPlain = (name: string) => !name.startsWith(prefix)
  if (!hasDomain(domain) && (names.length === 0 || names.some(isPlain)))
    throw invalidGroup('has no domain. Write domain beside groups.')
  const sibling = hasDomain(domain) ? fillDomain(domain, fed, steps) : undefined
  for (const name of names)
    found.push(...(isPlain(name) ? namedIn(name, sibling) : [groupFromJson(name.slice(prefix.length))]))
  return found
}

/** The groups of `group` and `group_ids` that are named by their id. */
export const mapGroupIds = (
  { group, groupIds }: LocalRule,
  fed: FedValues,
  steps: Steps,
): readonly string[] => {
  const own = group && 'id' in group ? fillTemplate(group.id, fed, steps) : undefined
  return [...(own === undefined ? [] : [own]), ...(groupIds ? fillList(groupIds, fed, steps) : [])]
}
