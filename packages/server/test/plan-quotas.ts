/** The quotas of a plan in tests that are not about them. */
export const quotas = {
  storage: 1,
  concurrentTasks: 1,
  dailyApiCalls: 1,
  monthlyApiCalls: 1,
  dailyTraffic: 1,
  monthlyTraffic: 1,
  dailyProcess: 1,
  monthlyProcess: 1,
}

/** The same at the native API. */
export const nativeQuotas = {
  storage: 1,
  concurrent_tasks: 1,
  daily_api_calls: 1,
  monthly_api_calls: 1,
  daily_traffic: 1,
  monthly_traffic: 1,
  daily_process: 1,
  monthly_process: 1,
}
