import type { Condition } from '../../kernel/filters/filter-expression.ts'
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
  | 'storage'
  | 'concurrent_tasks'
  | 'daily_api_calls'
  | 'monthly_api_calls'
  | 'daily_traffic'
  | 'monthly_traffic'
  | 'daily_process'
  | 'monthly_process'
  | 'number_of_days'
  | 'created_at'
  | 'updated_at'

export type PlanSortKey = Exclude<PlanFilterKey, 'id' | 'domain_id' | 'description' | 'color'>

/** All of it must hold of a plan. */
export type PlanSelection = {
  readonly where: readonly Filter<PlanFilterKey>[]
  readonly filter?: Condition<PlanFilterKey> | undefined
}

export type PlanListQuery = ListQuery<PlanFilterKey> &
  PlanSelection & {
    /** Absent: by id. */
    readonly sort?: Sort<'name' | 'number' | 'created_at'> | undefined
    /** Any attributes to sort by in turn, plans that lack one last; in place of `sort`, and never with `from`. */
    readonly order?: readonly Sort<PlanSortKey>[] | undefined
    /** Where the page before ended, in place of `page.after`; that row may be gone. */
    readonly from?: Position | undefined
    /** Rows to pass over, for clients who count pages. */
    readonly skip?: number | undefined
  }

export type NewPlan = Omit<Plan, 'number' | 'version'>

/** What may change; `undefined` and absent both mean "as it was". */
export type PlanChange = {
  readonly [K in keyof Omit<Plan, 'id' | 'number' | 'domainId' | 'createdAt' | 'version'>]?:
    | Plan[K]
    | undefined
}

/** A plan of a user that has ended. */
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
  /** Whether a user has it who is not deleted. */
  isInUse(id: string): Promise<boolean>
  /** Deleted users have it no more either. False when there was none. */
  delete(id: string): Promise<boolean>
  deleteOfDomain(domainId: string): Promise<void>
  /** The user has this plan until then (unix milliseconds; null: without end), or none. Undefined: no such user. */
  attach(
    userId: string,
    plan: { readonly id: string | null; readonly expiresAt: number | null },
    at: number,
  ): Promise<User | undefined>
  /**
   * In one step, so that none of many at once is lost: the user's plan lasts `by` milliseconds longer than now, or
   * than it did when that is later. Undefined when the user has not this plan, or the end would come after `until`.
   */
  extend(userId: string, planId: string, by: number, at: number, until: number): Promise<User | undefined>
  /**
   * Marks plans of users that ended at `at` or before and were not marked for that end, and answers them: each end
   * is answered once, whoever else asks at the same time.
   */
  markEnded(at: number, limit: number): Promise<readonly EndedPlan[]>
}
