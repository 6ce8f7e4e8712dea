import type { Plan } from '../../core/directory/plans/plan.ts'
import { showQuotas } from './quotas.ts'
import { time } from './times.ts'

export const showPlan = (plan: Plan) => ({
  id: plan.number,
  name: plan.name,
  display_name: plan.displayName,
  description: plan.description,
  plan_color: plan.color,
  ...showQuotas(plan),
  number_of_days: plan.numberOfDays,
  created_at: time(plan.createdAt),
  updated_at: time(plan.updatedAt),
})
