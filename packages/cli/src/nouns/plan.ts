import type { NewPlan, Plan, PlanChange } from '@muster/sdk'
import {
  clearable,
  clearableInteger,
  type Fields,
  integer,
  reference,
  required,
  text,
} from '../command/field.ts'
import { type Noun, verb } from '../command/verb.ts'

const columns = {
  name: true,
  display_name: true,
  number_of_days: true,
  domain_id: true,
  id: true,
  number: false,
  description: false,
  color: false,
  storage: false,
  concurrent_tasks: false,
  daily_api_calls: false,
  monthly_api_calls: false,
  daily_traffic: false,
  monthly_traffic: false,
  daily_process: false,
  monthly_process: false,
  created_at: false,
  updated_at: false,
} as const satisfies Record<keyof Plan, boolean>

const plan = { about: 'the name or id', names: 'plan' } as const

const quota = (about: string) => integer(about)
const quotas = {
  storage: quota('the storage quota'),
  concurrent_tasks: quota('the quota of concurrent tasks'),
  daily_api_calls: quota('the quota of API calls in a day'),
  monthly_api_calls: quota('the quota of API calls in a month'),
  daily_traffic: quota('the quota of traffic in a day'),
  monthly_traffic: quota('the quota of traffic in a month'),
  daily_process: quota('the quota of processing in a day'),
  monthly_process: quota('the quota of processing in a month'),
}

const texts = {
  display_name: clearable('the name that is shown'),
  description: clearable('a description'),
  color: clearable('a color, as in #3366ff', 'COLOR'),
  number_of_days: clearableInteger("the days of the plan when it is assigned or renewed; '' for no end"),
}

export const planNoun: Noun = {
  name: 'plan',
  about: 'plans with quotas, which users have',
  verbs: {
    list: verb({
      about: 'list plans by name',
      fields: { domain_id: reference('domain', 'only this domain'), name: text('exactly this name') },
      examples: ['muster plan list', 'muster plan list --columns name,storage,daily_traffic'],
      shows: 'rows',
      columns,
      run: ({ muster, body, page }) => muster.plans.list({ ...body, ...page }),
    }),
    show: verb({
      about: 'show a plan',
      args: { plan },
      examples: ['muster plan show basic'],
      shows: 'object',
      columns,
      run: ({ muster, args }) => muster.plans.get(args.plan),
    }),
    create: verb({
      about: 'create a plan',
      args: { name: { about: 'the name, unique in the domain' } },
      fields: {
        domain_id: reference('domain', 'the domain of the plan'),
        storage: required(quotas.storage),
        concurrent_tasks: required(quotas.concurrent_tasks),
        daily_api_calls: required(quotas.daily_api_calls),
        monthly_api_calls: required(quotas.monthly_api_calls),
        daily_traffic: required(quotas.daily_traffic),
        monthly_traffic: required(quotas.monthly_traffic),
        daily_process: required(quotas.daily_process),
        monthly_process: required(quotas.monthly_process),
        ...texts,
      } satisfies Fields<NewPlan>,
      examples: [
        'muster plan create basic --number-of-days 30 --storage 10 --concurrent-tasks 2 --daily-api-calls 1000 --monthly-api-calls 20000 --daily-traffic 10 --monthly-traffic 200 --daily-process 5 --monthly-process 100',
      ],
      shows: 'object',
      columns,
      run: ({ muster, args, body }) => muster.plans.create({ ...body, name: args.name }),
    }),
    update: verb({
      about: 'change a plan',
      args: { plan },
      fields: { name: text('a new name'), ...quotas, ...texts } satisfies Fields<PlanChange>,
      examples: ['muster plan update basic --storage 20'],
      shows: 'object',
      columns,
      run: ({ muster, args, body }) => muster.plans.update(args.plan, body),
    }),
    delete: verb({
      about: 'delete a plan that no user has',
      args: { plan },
      examples: ['muster plan delete basic --yes'],
      confirm: ({ plan: label }) => `Delete the plan ${label}?`,
      shows: 'sentence',
      run: async ({ muster, args, labels }) => {
        await muster.plans.delete(args.plan)
        return `Deleted the plan ${labels.plan}.`
      },
    }),
  },
}
