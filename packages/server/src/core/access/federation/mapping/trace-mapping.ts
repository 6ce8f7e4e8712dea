import { isDomainError } from '../../../kernel/domain-error.ts'
import { type Assertion, applyMapping, type MappedIdentity } from './apply-mapping.ts'
import { maxSteps } from './mapping-limits.ts'
import type { MappingRules } from './mapping-rules.ts'
import { attributesOf, findUnmet } from './match-remote.ts'
import { countSteps } from './steps.ts'

/** Whether a rule matches an assertion, and otherwise the attribute that does not meet its condition. */
export type TracedRule =
  | { readonly matches: true }
  | { readonly matches: false; readonly attribute: string; readonly present: boolean }

export type MappingTrace = {
  /** By the order of the rules. */
  readonly rules: readonly TracedRule[]
  /** Undefined when no user can sign in with the assertion. */
  readonly identity: MappedIdentity | undefined
  /** The rule that the user comes from. */
  readonly userRule: number | undefined
  /** Why there is no identity. */
  readonly failure: string | undefined
}

type Outcome = Pick<MappingTrace, 'identity' | 'failure'>

const evaluate = (rules: MappingRules, assertion: Assertion): Outcome => {
  try {
    return { identity: applyMapping(rules, assertion), failure: undefined }
  } catch (error) {
    if (!isDomainError(error, 'unauthenticated')) throw error
    return { identity: undefined, failure: error.message }
  }
}

const traceRules = (rules: MappingRules, assertion: Assertion): readonly TracedRule[] => {
  const steps = countSteps(maxSteps)
  const read = attributesOf(assertion, steps)
  return rules.rules.map((rule) => {
    const unmet = findUnmet(rule, read, steps)
    if (!unmet) return { matches: true }
    return { matches: false, attribute: unmet.type, present: read(unmet.type) !== undefined }
  })
}

/** Applies rules to an assertion, and says which of them match. Takes at most twice the steps of a sign-in. */
export const traceMapping = (rules: MappingRules, assertion: Assertion): MappingTrace => {
  const outcome = evaluate(rules, assertion)
  try {
    const traced = traceRules(rules, assertion)
    const at = rules.rules.findIndex(
      ({ local }, index) => traced[index]?.matches && local.some(({ user }) => user !== undefined),
    )
    return { ...outcome, rules: traced, userRule: at === -1 || !outcome.identity ? undefined : at }
  } catch (error) {
    if (!isDomainError(error, 'unauthenticated')) throw error
    return { rules: [], identity: undefined, userRule: undefined, failure: error.message }
  }
}
