import type { FilterExpression } from '../../kernel/filters/filter-expression.ts'
import type { Filter, ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { Position, Sort } from '../../kernel/paging/position.ts'
import type { User } from '../users/user.ts'
import type { Plan } from './plan.ts'

export type PlanFilterKey =
  | 'id'
  | 'number'
  | 'domain_id'
  | 'name'
  | 'display_name'
  | 'description'
  | 'color'
  | 'number_of_days'
  | `quotas.${string}`
  | 'created_at'
  | 'updated_at'

export type PlanSortKey = Exclude<PlanFilterKey, 'id' | 'domain_id' | 'description' | 'color'>

/** Conditions, combined with AND. */
export type PlanSelection = {
  readonly where: readonly Filter<PlanFilterKey>[]
  readonly filter?: FilterExpression<PlanFilterKey> | undefined
}

export type PlanListQuery = ListQuery<PlanFilterKey> &
  PlanSelection & {
    /** Absent: by id. */
    readonly sort?: Sort<'name' | 'number' | 'created_at'> | undefined
    /** Sort keys in order of precedence, null values last; replaces `sort` and excludes `from`. */
    readonly order?: readonly Sort<PlanSortKey>[] | undefined
    /** The end of the previous page, instead of `page.after`; that row may have been deleted. */
    readonly from?: Position | undefined
    /** Rows to skip, for clients that page by number. */
    readonly skip?: number | undefined
  }

export type NewPlan = Omit<Plan, 'number' | 'version'>

/** Changeable fields; `undefined` and absent fields keep their values. */
export type PlanChange = {
  readonly [K in keyof Omit<Plan, 'id' | 'number' | 'domainId' | 'createdAt' | 'version'>]?:
    | Plan[K]
    | undefined
}

/** An expired plan of a user. */
export type EndedPlan = {
  readonly userId: string
  readonly domainId: string
  readonly planId: string
  readonly expiredAt: number
}

export type PlanStore = {
  /** Rejects with `conflict` (name taken in the domain) and `not_found` (no such domain). */
  insert(plan: NewPlan): Promise<Plan>
  get(id: string): Promise<Plan | undefined>
  /** Those that exist, in no particular order. */
  getMany(ids: readonly string[]): Promise<readonly Plan[]>
  list(query: PlanListQuery): Promise<Slice<Plan>>
  count(selection: PlanSelection): Promise<number>
  /** Undefined when there is no such plan. Rejects with `conflict`. */
  update(id: string, change: PlanChange): Promise<Plan | undefined>
  /** Whether a user that is not deleted has the plan. */
  isInUse(id: string): Promise<boolean>
  /** Also detaches it from deleted users. False when there is no such plan. */
  delete(id: string): Promise<boolean>
  deleteOfDomain(domainId: string): Promise<void>
  /** Sets the plan of a user until `expiresAt` (unix milliseconds; null: without end), or detaches it. Undefined: no user. */
  attach(
    userId: string,
    plan: { readonly id: string | null; readonly expiresAt: number | null },
    at: number,
  ): Promise<User | undefined>
  /**
   * Extends the user's plan by `by` milliseconds from now or from its end, whichever is later, in one statement, so that
   * no concurrent extension is lost. Undefined when the user does not have this plan or the end would be after `until`.
   */
  extend(userId: string, planId: string, by: number, at: number, until: number): Promise<User | undefined>
  /**
   * Marks users' plans that expired at `at` or before and are not yet marked, and returns them. Concurrent calls never
   * return the same expiry twice.
   */
  markEnded(at: number, limit: number): Promise<readonly EndedPlan[]>
}
