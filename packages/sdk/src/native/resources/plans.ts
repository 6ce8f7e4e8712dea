import type { CallOptions } from '../../transport/transport.ts'
import type { ChangeOptions, NativeApi, PostOptions } from '../api.ts'
import type { NewPlan, Plan, PlanChange } from '../types.ts'

const path = '/plans/{plan_id}'

export const makePlans = (api: NativeApi) => ({
  /** Plans by name. */
  list: (
    query: { readonly domain_id?: string; readonly name?: string; readonly limit?: number } = {},
    options?: CallOptions,
  ) => api.list<Plan>('/plans', 'plans', { query }, options),

  /** Throws `Conflict` when the name is taken. */
  create: (plan: NewPlan, options?: PostOptions) => api.send<Plan>('POST', '/plans', { json: plan }, options),

  get: (planId: string, options?: CallOptions) =>
    api.send<Plan>('GET', path, { params: { plan_id: planId } }, options),

  update: (planId: string, change: PlanChange, options?: ChangeOptions) =>
    api.send<Plan>('PATCH', path, { params: { plan_id: planId }, json: change }, options),

  /** Deletes a plan that no user has. Throws `Conflict` with `plan_in_use`. */
  async delete(planId: string, options?: CallOptions): Promise<void> {
    await api.send('DELETE', path, { params: { plan_id: planId } }, options)
  },
})
