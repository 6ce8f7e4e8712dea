import type { NewUser, User, UserChange } from '@muster/sdk'
import {
  choice,
  clearable,
  type Fields,
  flag,
  json,
  jsonText,
  reference,
  required,
  secret,
  text,
  toggle,
} from '../command/field.ts'
import { type Noun, verb } from '../command/verb.ts'
import { invitationColumns } from './invitation.ts'

export const userColumns = {
  username: true,
  email: true,
  status: true,
  display_name: true,
  id: true,
  number: false,
  domain_id: false,
  kind: false,
  given_name: false,
  family_name: false,
  phone_number: false,
  picture_url: false,
  email_claimed: false,
  email_verified_at: false,
  external_id: false,
  description: false,
  developer: false,
  default_project_id: false,
  metadata: false,
  public_metadata: false,
  plan: false,
  created_at: false,
  updated_at: false,
  last_active_at: false,
  invited_until: false,
} as const satisfies Record<keyof User, boolean>

const statuses = ['invited', 'pending', 'active', 'disabled'] as const
const domain = reference('domain', 'only this domain')
const user = { about: 'the username, email or id', names: 'user' } as const

/** Conditions of lists and exports. */
export const userConditions = {
  domain_id: domain,
  username: text('exactly this username'),
  email: text('exactly this email'),
  external_id: text('exactly this id in another system'),
  status: choice('only users with this status', statuses),
  kind: choice('only users of this kind', ['human', 'service', 'system']),
  search: text('a text that one of the search fields contains, ignoring case'),
  search_fields: text('the search fields, as in username,email (default: all)', 'FIELDS'),
  filter: text("a condition in CQL2, as in \"status = 'active' AND email LIKE '%@example.org'\"", 'CQL2'),
  metadata: jsonText('attributes that the metadata must contain'),
}

const profile = {
  status: choice('the status', statuses),
  kind: choice('a person or a program', ['human', 'service']),
  display_name: clearable('the name that is shown'),
  given_name: clearable('the given name'),
  family_name: clearable('the family name'),
  phone_number: clearable('the phone number'),
  picture_url: clearable('the address of a picture', 'URL'),
  email: clearable('the email, which belongs only to this user in the domain', 'ADDRESS'),
  description: clearable('a description'),
  developer: toggle('may create API keys for itself'),
  external_id: clearable('the id in another system, unique in the domain', 'ID'),
  default_project_id: reference('project', 'the default project'),
  metadata: json('attributes for administrators; a change merges them, and null removes one'),
  public_metadata: json('attributes that the user may read'),
}

export const userNoun: Noun = {
  name: 'user',
  about: 'users: people and programs',
  verbs: {
    list: verb({
      about: 'list users by any combination of conditions',
      fields: {
        ...userConditions,
        sort: text('fields to sort by, with - in front for descending, as in -created_at,username', 'FIELDS'),
      },
      examples: [
        'muster user list --status active --sort -created_at --limit 20',
        `muster user list --filter "email LIKE '%@example.org' AND created_at > '2026-01-31'"`,
        'muster user list --search ada --output value --columns id',
        'muster user list --columns username,metadata.team --output csv',
      ],
      shows: 'rows',
      columns: userColumns,
      run: ({ muster, body, page }) => muster.users.list({ ...body, ...page }),
    }),
    count: verb({
      about: 'count users by the same conditions as the list',
      fields: userConditions,
      examples: ['muster user count --status disabled --output value'],
      shows: 'object',
      columns: { count: true },
      run: async ({ muster, body }) => ({ count: await muster.users.count(body) }),
    }),
    show: verb({
      about: 'show a user',
      args: { user },
      examples: ['muster user show ada', 'muster user show ada@example.org --output json'],
      shows: 'object',
      columns: userColumns,
      run: ({ muster, args }) => muster.users.get(args.user),
    }),
    create: verb({
      about: 'create a user',
      args: { username: { about: 'the username, unique in the domain' } },
      fields: {
        domain_id: reference('domain', 'the domain of the user; default: the domain of the caller'),
        ...profile,
        password: secret('the password'),
      } satisfies Fields<NewUser>,
      examples: [
        'muster user create ada --email ada@example.org --display-name "Ada Lovelace"',
        'muster user create grace --password-fd 3 3< password.txt',
      ],
      shows: 'object',
      columns: userColumns,
      run: ({ muster, args, body }) => muster.users.create({ ...body, username: args.username }),
    }),
    update: verb({
      about: 'change a user; an empty value clears a field',
      args: { user },
      fields: { username: text('a new username'), ...profile } satisfies Fields<UserChange>,
      examples: [
        'muster user update ada --status disabled',
        `muster user update ada --phone-number '' --metadata '{"team": "engines"}'`,
      ],
      shows: 'object',
      columns: userColumns,
      run: ({ muster, args, body }) => muster.users.update(args.user, body),
    }),
    delete: verb({
      about: 'delete a user, who can be restored for a while',
      args: { user },
      fields: { purge: flag('delete the user permanently, at once') },
      examples: ['muster user delete ada', 'muster user delete ada --purge --yes'],
      confirm: ({ user: label }, { purge }) =>
        purge ? `Delete the user ${label} permanently?` : `Delete the user ${label}?`,
      shows: 'sentence',
      run: async ({ muster, args, labels, body }) => {
        await muster.users.delete(args.user, body)
        return `Deleted the user ${labels.user}.`
      },
    }),
    'set-password': verb({
      about: 'set the password of a user, and end the sessions of that user',
      args: { user },
      fields: { password: required(secret('the new password')) },
      examples: [
        'muster user set-password ada',
        'muster user set-password ada --password-fd 0 < password.txt',
      ],
      shows: 'sentence',
      run: async ({ muster, args, labels, body }) => {
        await muster.users.setPassword(args.user, body.password)
        return `Set the password of ${labels.user}.`
      },
    }),
    'send-recovery': verb({
      about: 'send a user a link to choose a new password',
      args: { user },
      examples: ['muster user send-recovery ada@example.org'],
      shows: 'sentence',
      run: async ({ muster, args, labels }) => {
        await muster.users.sendRecovery(args.user)
        return `A recovery link is being sent to ${labels.user}.`
      },
    }),
    invite: verb({
      about: 'invite a pending user, or send an invited one a new link',
      args: { user },
      examples: ['muster user invite ada'],
      shows: 'object',
      columns: invitationColumns,
      run: ({ muster, args }) => muster.users.invite(args.user),
    }),
  },
}
