import type { Plan } from '../../core/directory/plans/plan.ts'

/** The quotas as this API names them, by their names in core. */
export const quotaNames = {
  storage: 'storage',
  concurrent_tasks: 'concurrentTasks',
  daily_api_calls: 'dailyApiCalls',
  monthly_api_calls: 'monthlyApiCalls',
  daily_traffic: 'dailyTraffic',
  monthly_traffic: 'monthlyTraffic',
  daily_process: 'dailyProcess',
  monthly_process: 'monthlyProcess',
} as const

type QuotaField = keyof typeof quotaNames

export const quotaFields = Object.keys(quotaNames) as QuotaField[]

export const showQuotas = ({ quotas }: Plan) =>
  Object.fromEntries(quotaFields.map((field) => [field, quotas[quotaNames[field]]])) as Readonly<
    Record<QuotaField, number>
  >

export const readQuotas = (body: { readonly [K in QuotaField]?: number }) =>
  Object.fromEntries(quotaFields.map((field) => [quotaNames[field], body[field]]))
