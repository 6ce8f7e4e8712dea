import type { NewServiceUser, NewUser, UserChange } from '@muster/sdk'
import {
  choice,
  clearable,
  clearableTime,
  type Fields,
  flag,
  list,
  reference,
  required,
  scope,
  secret,
  text,
} from '../command/field.ts'
import { givenScope } from '../command/scope.ts'
import { type Noun, verb } from '../command/verb.ts'
import { apiKeyColumns, roleReference } from './api-key-fields.ts'
import { deletedUserVerbs } from './deleted-user-verbs.ts'
import { invitationColumns } from './invitation.ts'
import { userColumns, userConditions, userProfile, userStatuses } from './user-fields.ts'
import { userPlanVerbs } from './user-plan-verbs.ts'

const user = { about: 'the username, email or id', names: 'user' } as const

const changed = {
  status: choice('the status', userStatuses),
  kind: choice('a person or a program', ['human', 'service']),
  ...userProfile,
  email: clearable('the email, which belongs only to this user in the domain', 'ADDRESS'),
}

export const userNoun: Noun = {
  name: 'user',
  about: 'users: people and programs',
  parts: { deleted: 'deleted users, which can be restored for a while', plan: 'the plan of a user' },
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
        ...changed,
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
      fields: { username: text('a new username'), ...changed } satisfies Fields<UserChange>,
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
    'create-service': verb({
      about: 'create a service user with roles and an API key for them',
      args: { username: { about: 'the username, unique in the domain' } },
      fields: {
        ...({
          domain_id: reference('domain', 'the domain of the user'),
          display_name: clearable('the name that is shown'),
          description: clearable('a description'),
          expires_at: clearableTime('when the key expires; default: never'),
          unrestricted: flag('the key may create, change and delete keys'),
        } satisfies Fields<NewServiceUser>),
        scope: required(scope('where the user has the roles')),
        role: required(list('a role by name or id; may be repeated', 'ROLE')),
      },
      examples: [
        'muster user create-service reports --scope domain:default --role reader --secret-file key.txt',
      ],
      shows: 'secret',
      columns: { username: true, ...apiKeyColumns },
      run: async ({ muster, args, body: { scope: text, role, ...body } }) => {
        const made = await muster.apiKeys.createServiceUser({
          ...body,
          username: args.username,
          scope: givenScope(text),
          roles: role.map(roleReference),
        })
        return { object: { username: made.user.username, ...made.api_key }, secret: made.secret }
      },
    }),
    ...userPlanVerbs,
    ...deletedUserVerbs,
  },
}
