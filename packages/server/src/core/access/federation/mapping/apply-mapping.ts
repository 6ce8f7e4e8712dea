import { domainError } from '../../../kernel/domain-error.ts'
import { fillDomain, fillTemplate, hasDomain } from './fill-template.ts'
import { mapGroupIds, mapGroupNames } from './map-groups.ts'
import { mapProjects } from './map-projects.ts'
import { maxSteps } from './mapping-limits.ts'
import type { DomainTemplates, LocalRule, MappingRules, Template } from './mapping-rules.ts'
import { attributesOf, type FedValues, matchRemote } from './match-remote.ts'
import { countSteps, type Steps } from './steps.ts'

/** Attributes of an assertion: each name has one or more values. A value is split at `;`, as in Keystone. */
export type Assertion = Readonly<Record<string, readonly string[]>>

export type MappedDomain = { readonly id?: string; readonly name?: string }

/** What a mapping makes of an assertion. Nothing of it is looked up yet. */
export type MappedIdentity = {
  readonly user: {
    readonly type: 'ephemeral' | 'local'
    readonly id?: string
    readonly name?: string
    readonly email?: string
    readonly domain?: MappedDomain
  }
  readonly groupIds: readonly string[]
  readonly groupNames: readonly { readonly name: string; readonly domain: MappedDomain }[]
  readonly projects: readonly {
    readonly name: string
    readonly domain?: MappedDomain
    readonly roles: readonly { readonly name: string }[]
  }[]
}

/** A local object of a matching rule, with the values of that rule. */
type Matched = { readonly local: LocalRule; readonly fed: FedValues }

const withoutUser = () =>
  domainError('unauthenticated', 'mapping_without_user', 'The mapping names no user for this assertion.')

/** A part that the mapping writes but the assertion leaves empty names no user: what remains could be another one. */
const requireFilled = <T>(filled: T | undefined): T => {
  if (filled === undefined) throw withoutUser()
  return filled
}

/** The user of the first local object that has one. From version 2.0, the last local object has its default domain. */
const mapUser = (
  matched: readonly Matched[],
  { schemaVersion }: MappingRules,
  steps: Steps,
): MappedIdentity['user'] => {
  const first = matched.find(({ local }) => local.user !== undefined)
  if (!first?.local.user) throw withoutUser()
  const { user } = first.local
  const fill = (template: Template | undefined) =>
    template && requireFilled(fillTemplate(template, first.fed, steps))
  const [id, name] = [fill(user.id), fill(user.name)]
  if (id === undefined && name === undefined) throw withoutUser()
  const email = user.email && fillTemplate(user.email, first.fed, steps)
  const last = schemaVersion === '1.0' ? undefined : matched.at(-1)
  const domain = hasDomain(user.domain)
    ? domainOf(user.domain, first.fed, steps)
    : domainOf(last?.local.domain, last?.fed ?? [], steps)
  return {
    type: user.type,
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(domain === undefined ? {} : { domain }),
  }
}

const domainOf = (
  templates: DomainTemplates | undefined,
  fed: FedValues,
  steps: Steps,
): MappedDomain | undefined =>
  hasDomain(templates) ? requireFilled(fillDomain(templates, fed, steps)) : undefined

const distinct = <T>(items: readonly T[]): readonly T[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
]

/** `applyMapping` with a given number of steps. */
export const applyMappingWithin = (
  rules: MappingRules,
  assertion: Assertion,
  steps: Steps,
): MappedIdentity => {
  const read = attributesOf(assertion, steps)
  const matched = rules.rules.flatMap((rule): readonly Matched[] => {
    const fed = matchRemote(rule, read, steps)
    return fed ? rule.local.map((local) => ({ local, fed })) : []
  })
  if (matched.length === 0)
    throw domainError('unauthenticated', 'mapping_unmatched', 'No rule of the mapping matches the assertion.')
  const user = mapUser(matched, rules, steps)
  const last = matched.findLast(({ local }) => local.projects !== undefined)
  return {
    user,
    groupIds: distinct(matched.flatMap(({ local, fed }) => mapGroupIds(local, fed, steps))),
    groupNames: distinct(matched.flatMap(({ local, fed }) => mapGroupNames(local, fed, steps))),
    projects: last?.local.projects
      ? mapProjects(last.local.projects, last.local, rules.schemaVersion, last.fed, steps)
      : [],
  }
}

/**
 * Maps an assertion as Keystone does: every matching rule counts; the first user and the last projects win, and groups
 * accumulate. Rejects with `unauthenticated` when no rule matches, when the result names no user, and when the evaluation
 * takes too many steps.
 */
export const applyMapping = (rules: MappingRules, assertion: Assertion): MappedIdentity =>
  applyMappingWithin(rules, assertion, countSteps(maxSteps))
