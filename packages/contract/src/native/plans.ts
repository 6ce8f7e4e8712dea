import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Id, nullable, optional, page, paging, strict, Text, Time } from './shapes.ts'
import { User } from './users.ts'

const Name = Text(255, 1)
const Amount = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const Color = Type.String({
  maxLength: 9,
  pattern: '^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$',
  description: '`#` and 3, 6 or 8 hexadecimal digits.',
})
const Days = Type.Integer({ minimum: 1, maximum: 36_500 })

/** Quotas in the units of the vendor. */
const quotas = {
  storage: Amount,
  concurrent_tasks: Amount,
  daily_api_calls: Amount,
  monthly_api_calls: Amount,
  daily_traffic: Amount,
  monthly_traffic: Amount,
  daily_process: Amount,
  monthly_process: Amount,
}

const changeableFields = {
  display_name: optional(nullable(Text(255))),
  description: optional(nullable(Text(65_535))),
  color: optional(nullable(Color)),
  number_of_days: optional(nullable(Days)),
}

export const Plan = Type.Object(
  {
    id: Type.String(),
    number: Type.Integer({ description: 'Unique across all domains, ascending.' }),
    domain_id: Type.String(),
    name: Type.String({ description: 'Unique in the domain.' }),
    display_name: nullable(Type.String()),
    description: nullable(Type.String()),
    color: nullable(Color),
    ...quotas,
    number_of_days: nullable(
      Type.Integer({
        minimum: 1,
        description: 'Duration of the plan when it is assigned or renewed; null: unlimited.',
      }),
    ),
    created_at: Time,
    updated_at: Time,
  },
  strict,
)

export const NewPlan = Type.Object(
  { name: Name, domain_id: optional(Id), ...quotas, ...changeableFields },
  strict,
)
export const PlanChange = Type.Partial(Type.Object({ name: Name, ...quotas, ...changeableFields }), strict)

export const GivenPlan = Type.Object(
  {
    plan_id: nullable(Id),
    expires_at: optional(
      nullable(
        Type.String({
          maxLength: 64,
          format: 'date-time',
          description: 'Null: unlimited. Absent: now plus the number of days of the plan.',
        }),
      ),
    ),
  },
  { ...strict, description: '`plan_id` null removes the plan.' },
)

export const plans = {
  listPlans: {
    method: 'GET',
    path: '/plans',
    description:
      'Lists plans by name. Administrators, readers of the system, and readers and managers of the domain may do this. The list is paged with `next_cursor`.',
    summary: 'List plans, by name',
    query: ['domain_id', 'name', ...paging],
    strictQuery: true,
    responses: { 200: page('plans', Plan) },
    source: 'docs/apis/native.md',
  },
  createPlan: {
    method: 'POST',
    path: '/plans',
    description:
      'Creates a plan with its quotas. Administrators and managers of the domain may do this. A taken name is 409.',
    summary: 'Create a plan',
    strictQuery: true,
    body: NewPlan,
    responses: { 201: Plan },
    errors: [404, 409, 415],
    source: 'docs/apis/native.md',
  },
  getPlan: {
    method: 'GET',
    path: '/plans/{plan_id}',
    description:
      'Shows a plan. Users may see their own plan. Administrators, readers of the system, and readers and managers of the domain may do this. A missing plan is 404 `plan_not_found`.',
    summary: 'Show a plan',
    strictQuery: true,
    responses: { 200: Plan },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  updatePlan: {
    method: 'PATCH',
    path: '/plans/{plan_id}',
    description:
      'Changes a plan by a merge patch. Administrators and managers of the domain may do this. A taken name is 409; `If-Match` with an old tag is 412 `version_changed`.',
    summary: 'Change a plan by a JSON merge patch (RFC 7396)',
    strictQuery: true,
    headers: ['If-Match'],
    body: PlanChange,
    responses: { 200: Plan },
    errors: [404, 409, 412, 415],
    source: 'docs/apis/native.md',
  },
  deletePlan: {
    method: 'DELETE',
    path: '/plans/{plan_id}',
    description:
      'Deletes a plan. Administrators and managers of the domain may do this. A plan that a user has is 409 `plan_in_use`.',
    summary: 'Delete a plan that no user has',
    strictQuery: true,
    responses: { 204: null },
    errors: [404, 409],
    source: 'docs/apis/native.md',
  },
  givePlan: {
    method: 'PUT',
    path: '/users/{user_id}/plan',
    description:
      'Assigns a plan of the domain to a user until `expires_at`; `plan_id` null removes the plan. Administrators and managers of the domain may do this. A user that does not exist is 404 `user_not_found`.',
    summary: 'Assign a plan to a user, or remove it',
    strictQuery: true,
    body: GivenPlan,
    responses: { 200: User },
    errors: [404, 415],
    source: 'docs/apis/native.md',
  },
  renewPlan: {
    method: 'POST',
    path: '/users/{user_id}/plan/renew',
    description:
      'Extends the plan of a user by its number of days. Administrators and managers of the domain may do this. A user without a plan is 400 `plan_missing`.',
    summary: 'Renew the plan of a user by its number of days, from its end or from now, whichever is later',
    strictQuery: true,
    responses: { 200: User },
    errors: [404, 409],
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
