import type { DeletedUser } from '@muster/sdk'
import { clearable, reference, text } from '../command/field.ts'
import { verb } from '../command/verb.ts'
import { userColumns } from './user-fields.ts'

const deletedColumns = {
  ...userColumns,
  status: false,
  display_name: false,
  deleted_at: true,
  purge_after: true,
} as const satisfies Record<keyof DeletedUser, boolean>

const args = { user: { about: 'the username or id', names: 'deleted-user' } } as const

export const deletedUserVerbs = {
  'deleted list': verb({
    about: 'list deleted users, most recently deleted first',
    fields: {
      domain_id: reference('domain', 'only this domain'),
      username: text('exactly this username'),
    },
    examples: ['muster user deleted list'],
    shows: 'rows',
    columns: deletedColumns,
    run: ({ muster, body, page }) => muster.deletedUsers.list({ ...body, ...page }),
  }),
  'deleted show': verb({
    about: 'show a deleted user',
    args,
    examples: ['muster user deleted show ada'],
    shows: 'object',
    columns: deletedColumns,
    run: ({ muster, args: { user } }) => muster.deletedUsers.get(user),
  }),
  'deleted restore': verb({
    about: 'restore a user without its password, sessions, keys and roles',
    args,
    fields: {
      username: text('another username, if it was taken meanwhile'),
      email: clearable("another email, if it was taken meanwhile; '' for none", 'ADDRESS'),
    },
    examples: ['muster user deleted restore ada', 'muster user deleted restore ada --username ada2'],
    shows: 'object',
    columns: userColumns,
    run: ({ muster, args: { user }, body }) => muster.deletedUsers.restore(user, body),
  }),
  'deleted purge': verb({
    about: 'delete a user permanently',
    args,
    examples: ['muster user deleted purge ada --yes'],
    confirm: ({ user: label }) => `Delete the user ${label} permanently? This cannot be undone.`,
    shows: 'sentence',
    run: async ({ muster, args: { user }, labels }) => {
      await muster.deletedUsers.purge(user)
      return `Deleted the user ${labels.user} permanently.`
    },
  }),
}
