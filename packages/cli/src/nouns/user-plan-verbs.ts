import { clearableTime } from '../command/field.ts'
import { verb } from '../command/verb.ts'
import { userColumns } from './user-fields.ts'

const user = { about: 'the username, email or id', names: 'user' } as const

export const userPlanVerbs = {
  'plan set': verb({
    about: 'give a user a plan',
    args: { user, plan: { about: 'the name or id', names: 'plan' } },
    fields: {
      expires_at: clearableTime("when it ends; '' for never; default: the days of the plan from now"),
    },
    examples: [
      'muster user plan set ada basic',
      'muster user plan set ada basic --expires-at 2030-01-31T00:00:00Z',
    ],
    shows: 'object',
    columns: userColumns,
    run: ({ muster, args, body }) => muster.users.setPlan(args.user, { ...body, plan_id: args.plan }),
  }),
  'plan renew': verb({
    about: 'extend the plan of a user by its number of days',
    args: { user },
    examples: ['muster user plan renew ada'],
    shows: 'object',
    columns: userColumns,
    run: ({ muster, args }) => muster.users.renewPlan(args.user),
  }),
  'plan remove': verb({
    about: 'remove the plan of a user',
    args: { user },
    examples: ['muster user plan remove ada'],
    confirm: ({ user: label }) => `Remove the plan of ${label}?`,
    shows: 'object',
    columns: userColumns,
    run: ({ muster, args }) => muster.users.setPlan(args.user, { plan_id: null }),
  }),
}
