import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Count, Id, listQuery, nullable, optional, source, strict, Text, Time } from './shapes.ts'

const Amount = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const Color = Type.String({ maxLength: 9, pattern: '^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$' })
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

/** geobox.md section 4, plans. */
export const Plan = Type.Object(
  {
    id: Id,
    name: Type.String(),
    display_name: nullable(Type.String()),
    description: nullable(Type.String()),
    plan_color: nullable(Type.String()),
    ...quotas,
    number_of_days: nullable(Type.Integer()),
    created_at: Time,
    updated_at: Time,
  },
  strict,
)

const fields = {
  name: Text(255, 1),
  plan_color: nullable(Color),
  ...quotas,
}
const optionalFields = {
  display_name: optional(nullable(Text(255))),
  description: optional(nullable(Text(65_535))),
  number_of_days: optional(nullable(Days)),
}

export const NewPlan = Type.Object(
  { ...fields, plan_color: optional(fields.plan_color), ...optionalFields },
  strict,
)
export const PlanChange = Type.Partial(Type.Object({ ...fields, ...optionalFields }), strict)

export const plans = {
  listPlans: {
    method: 'GET',
    path: '/plans/',
    summary: 'List or count the plans of the account; q replaces search',
    query: listQuery,
    responses: { 200: Type.Union([Type.Array(Plan), Count]) },
    errors: [422],
    source,
  },
  createPlan: {
    method: 'POST',
    path: '/plans/',
    summary: 'Create a plan',
    body: NewPlan,
    responses: { 201: Plan },
    errors: [422],
    source,
  },
  getPlan: {
    method: 'GET',
    path: '/plans/{plan_id}',
    summary: 'Show a plan',
    responses: { 200: Plan },
    errors: [404],
    source,
  },
  updatePlan: {
    method: 'PUT',
    path: '/plans/{plan_id}',
    summary: 'Change a plan; absent fields are unchanged',
    body: PlanChange,
    responses: { 200: Plan },
    errors: [404, 422],
    source,
  },
  deletePlan: {
    method: 'DELETE',
    path: '/plans/{plan_id}',
    summary: 'Delete a plan that no user has',
    responses: { 204: null },
    errors: [404, 422],
    source,
  },
} as const satisfies Contract
