import { comparedAs } from '../../kernel/claimed-email.ts'
import type { FilterExpression } from '../../kernel/filters/filter-expression.ts'
import { equals, isIn } from '../../kernel/filters/filter-expression.ts'
import type { Filter } from '../../kernel/paging/list-query.ts'
import type { UserFilterKey, UserSelection } from './user-store.ts'

type UserCondition = FilterExpression<UserFilterKey>

/** Matches users whose claimed email is one of these addresses; false, never null, for users without a claim. */
const claims = (values: readonly unknown[]): readonly UserCondition[] => {
  const claimed = values.flatMap((value) => (typeof value === 'string' ? (comparedAs(value) ?? []) : []))
  if (claimed.length === 0) return []
  const one =
    claimed.length === 1 ? equals('claimed_email', claimed[0] ?? '') : isIn('claimed_email', claimed)
  return [{ kind: 'all', of: [{ kind: 'not', of: { kind: 'isNull', key: 'claimed_email' } }, one] }]
}

const either = (condition: UserCondition, claimed: readonly UserCondition[]): UserCondition =>
  claimed.length === 0 ? condition : { kind: 'any', of: [condition, ...claimed] }

const compared = (condition: UserCondition): UserCondition => {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return { kind: condition.kind, of: condition.of.map(compared) }
    case 'not':
      return { kind: 'not', of: compared(condition.of) }
    case 'compare': {
      const { key, op, value } = condition
      if (key !== 'email' || (op !== 'eq' && op !== 'neq')) return condition
      const claimed = claims([value])
      if (op === 'eq') return either(condition, claimed)
      return claimed.length === 0
        ? condition
        : { kind: 'not', of: either({ ...condition, op: 'eq' }, claimed) }
    }
    case 'in':
      return condition.key === 'email' ? either(condition, claims(condition.values)) : condition
    default:
      return condition
  }
}

const asCondition = ({ key, op, value }: Filter<UserFilterKey>): UserCondition | undefined =>
  key === 'email' && value !== null && (op === 'eq' || op === 'neq')
    ? { kind: 'compare', key, op, value }
    : undefined

/**
 * Extends conditions on the shown email by conditions on the claimed one, so that every spelling of a claimed address
 * finds its user.
 */
export const withClaimedEmails = <S extends Pick<UserSelection, 'where' | 'filter'>>(selection: S): S => {
  const moved = selection.where.flatMap((one) => asCondition(one) ?? [])
  const conditions = [...moved, ...(selection.filter ? [selection.filter] : [])].map(compared)
  if (conditions.length === 0) return selection
  return {
    ...selection,
    where: selection.where.filter((one) => asCondition(one) === undefined),
    filter: { kind: 'all', of: conditions },
  }
}
