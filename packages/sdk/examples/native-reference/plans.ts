import type { Given } from './given.ts'

export const listPlans = async ({ muster }: Given) => {
  // #region listPlans
  const plans = await muster.plans.list().toArray({ limit: 50 })
  // #endregion
  return plans
}

export const createPlan = async ({ muster }: Given) => {
  // #region createPlan
  const plan = await muster.plans.create({
    name: 'basic',
    number_of_days: 30,
    storage: 100,
    concurrent_tasks: 2,
    daily_api_calls: 1000,
    monthly_api_calls: 20_000,
    daily_traffic: 10,
    monthly_traffic: 200,
    daily_process: 5,
    monthly_process: 100,
  })
  // #endregion
  return plan
}

export const getPlan = async ({ muster, planId }: Given) => {
  // #region getPlan
  const plan = await muster.plans.get(planId)
  // #endregion
  return plan
}

export const updatePlan = async ({ muster, planId }: Given) => {
  // #region updatePlan
  const plan = await muster.plans.update(planId, { storage: 200 })
  // #endregion
  return plan
}

export const deletePlan = async ({ muster, planId }: Given) => {
  // #region deletePlan
  await muster.plans.delete(planId)
  // #endregion
}

export const givePlan = async ({ muster, userId, planId }: Given) => {
  // #region givePlan
  const user = await muster.users.setPlan(userId, { plan_id: planId })
  // #endregion
  return user
}

export const renewPlan = async ({ muster, userId }: Given) => {
  // #region renewPlan
  const { plan } = await muster.users.renewPlan(userId)
  // #endregion
  return plan
}
