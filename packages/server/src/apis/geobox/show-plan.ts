import type { Plan } from '../../core/directory/plans/plan.ts'
import { time } from './times.ts'

export const showPlan = (plan: Plan) => ({
  id: plan.number,
  name: plan.name,
  display_name: plan.displayName,
  description: plan.description,
  plan_color: plan.color,
  storage: plan.storage,
  concurrent_tasks: plan.concurrentTasks,
  daily_api_calls: plan.dailyApiCalls,
  monthly_api_calls: plan.monthlyApiCalls,
  daily_traffic: plan.dailyTraffic,
  monthly_traffic: plan.monthlyTraffic,
  daily_process: plan.dailyProcess,
  monthly_process: plan.monthlyProcess,
  number_of_days: plan.numberOfDays,
  created_at: time(plan.createdAt),
  updated_at: time(plan.updatedAt),
})
