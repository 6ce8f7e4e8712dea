import type { Group, GroupChange, NewGroup } from '@muster/sdk'
import { clearable, type Fields, reference, text } from '../command/field.ts'
import { type Noun, verb } from '../command/verb.ts'
import { UsageError } from '../usage-error.ts'
import { userColumns } from './user-fields.ts'

const columns = {
  name: true,
  description: true,
  domain_id: true,
  id: true,
  managed_by: false,
  created_at: false,
  updated_at: false,
} as const satisfies Record<keyof Group, boolean>

const group = { about: 'the name or id', names: 'group' } as const
const user = { about: 'the username, email or id', names: 'user' } as const

export const groupNoun: Noun = {
  name: 'group',
  about: 'groups of users',
  parts: { member: 'the users in a group' },
  verbs: {
    list: verb({
      about: 'list groups, or those of a user',
      fields: {
        domain_id: reference('domain', 'only this domain'),
        name: text('exactly this name'),
        user_id: reference('user', 'the groups that this user is in'),
      },
      examples: ['muster group list --domain default', 'muster group list --user ada'],
      check({ name, user_id }) {
        if (name !== undefined && user_id !== undefined) throw new UsageError('Give either --name or --user.')
      },
      shows: 'rows',
      columns,
      run: ({ muster, body: { user_id, ...body }, page }) =>
        user_id === undefined
          ? muster.groups.list({ ...body, ...page })
          : muster.groups.ofUser(user_id, page),
    }),
    show: verb({
      about: 'show a group',
      args: { group },
      examples: ['muster group show crew'],
      shows: 'object',
      columns,
      run: ({ muster, args }) => muster.groups.get(args.group),
    }),
    create: verb({
      about: 'create a group',
      args: { name: { about: 'the name, unique in the domain' } },
      fields: {
        domain_id: reference('domain', 'the domain of the group'),
        description: clearable('a description'),
      } satisfies Fields<NewGroup>,
      examples: ['muster group create crew --description "Who sails"'],
      shows: 'object',
      columns,
      run: ({ muster, args, body }) => muster.groups.create({ ...body, name: args.name }),
    }),
    update: verb({
      about: 'change a group',
      args: { group },
      fields: {
        name: text('a new name'),
        description: clearable('a description'),
      } satisfies Fields<GroupChange>,
      examples: ['muster group update crew --name sailors'],
      shows: 'object',
      columns,
      run: ({ muster, args, body }) => muster.groups.update(args.group, body),
    }),
    delete: verb({
      about: 'delete a group; its members lose its roles',
      args: { group },
      examples: ['muster group delete crew --yes'],
      confirm: ({ group: label }) => `Delete the group ${label}? Its members lose its roles.`,
      shows: 'sentence',
      run: async ({ muster, args, labels }) => {
        await muster.groups.delete(args.group)
        return `Deleted the group ${labels.group}.`
      },
    }),
    'member list': verb({
      about: 'list the users in a group',
      args: { group },
      examples: ['muster group member list crew'],
      shows: 'rows',
      columns: userColumns,
      run: ({ muster, args, page }) => muster.groups.members(args.group, page),
    }),
    'member add': verb({
      about: 'add a user to a group',
      args: { group, user },
      examples: ['muster group member add crew ada'],
      shows: 'sentence',
      run: async ({ muster, args, labels }) => {
        await muster.groups.addMember(args.group, args.user)
        return `${labels.user} is in the group ${labels.group}.`
      },
    }),
    'member remove': verb({
      about: 'remove a user from a group',
      args: { group, user },
      examples: ['muster group member remove crew ada --yes'],
      confirm: (labels) => `Remove ${labels.user} from the group ${labels.group}?`,
      shows: 'sentence',
      run: async ({ muster, args, labels }) => {
        await muster.groups.removeMember(args.group, args.user)
        return `Removed ${labels.user} from the group ${labels.group}.`
      },
    }),
  },
}
