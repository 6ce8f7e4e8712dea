import assert from 'node:assert/strict'
import {
  applyMappingWithin,
  type MappedIdentity,
} from '../../src/core/access/federation/mapping/apply-mapping.ts'
import { maxSteps } from '../../src/core/access/federation/mapping/mapping-limits.ts'
import { readMappingRules } from '../../src/core/access/federation/mapping/read-mapping-rules.ts'
import { countSteps } from '../../src/core/access/federation/mapping/steps.ts'
import { isDomainError } from '../../src/core/kernel/domain-error.ts'
import { compilePattern } from '../../src/patterns/compile-pattern.ts'
import {
  type Chance,
  type FuzzAssertion,
  type FuzzMapping,
  makeAssertion,
  makeMapping,
  spoil,
} from './generate.ts'
import { namedBy } from './oracle.ts'

/** Nothing of the identity is anything else than what the mapping names. */
const assertNamed = (identity: MappedIdentity, mapping: FuzzMapping, assertion: FuzzAssertion): void => {
  const named = namedBy(mapping, assertion)
  const { user, groupIds, groupNames, projects } = identity
  const within = (set: ReadonlySet<string>, what: string, ...texts: readonly (string | undefined)[]) => {
    for (const text of texts)
      assert.ok(
        text === undefined || set.has(text),
        `${what} ${JSON.stringify(text)} is not named: ${JSON.stringify({ mapping, assertion, identity })}`,
      )
  }
  assert.ok(named.matches, 'no rule matches')
  within(named.userIds, 'user id', user.id)
  within(named.userNames, 'user name', user.name)
  within(named.groupIds, 'group id', ...groupIds)
  within(named.groupNames, 'group', ...groupNames.map(({ name }) => name))
  within(named.projects, 'project', ...projects.map(({ name }) => name))
  within(named.roles, 'role', ...projects.flatMap(({ roles }) => roles.map(({ name }) => name)))
  const domains = [
    user.domain,
    ...groupNames.map(({ domain }) => domain),
    ...projects.map(({ domain }) => domain),
  ]
  within(named.domains, 'domain', ...domains.flatMap((domain) => [domain?.id, domain?.name]))
}

/** What became of a mapping and an assertion. */
export type Outcome = 'mapped' | 'rejected mapping' | 'rejected assertion'

/**
 * One random mapping and assertion. A mapping is read or rejected with `invalid`; an assertion is mapped to what the
 * mapping names or rejected with `unauthenticated`; neither takes more steps than it may.
 */
export const checkOnce = (c: Chance): { readonly outcome: Outcome; readonly steps: number } => {
  const made = makeMapping(c)
  const mapping = c.maybe(0.2) ? { ...made, rules: spoil(c, made.rules) as FuzzMapping['rules'] } : made
  const assertion = makeAssertion(c)
  const steps = countSteps(maxSteps)
  let rules: ReturnType<typeof readMappingRules>
  try {
    rules = readMappingRules(mapping, compilePattern)
  } catch (thrown) {
    assert.ok(isDomainError(thrown, 'invalid'), String(thrown))
    return { outcome: 'rejected mapping', steps: 0 }
  }
  try {
    assertNamed(applyMappingWithin(rules, assertion, steps), mapping, assertion)
    return { outcome: 'mapped', steps: steps.spent() }
  } catch (thrown) {
    if (!isDomainError(thrown)) throw thrown
    assert.equal(thrown.kind, 'unauthenticated')
    assert.notEqual(thrown.code, 'mapping_too_expensive')
    return { outcome: 'rejected assertion', steps: steps.spent() }
  }
}
