import type { ApiKey, ApiKeyChange, NewApiKey } from '@muster/sdk'
import {
  choice,
  clearable,
  clearableTime,
  type Fields,
  flag,
  integer,
  list,
  reference,
  scope,
  text,
} from '../command/field.ts'
import { givenScope } from '../command/scope.ts'
import { type Noun, verb } from '../command/verb.ts'
import { apiKeyColumns, roleReference } from './api-key-fields.ts'

const args = { 'api-key': { about: 'the id, or the name of a key of the caller', names: 'api-key' } } as const
const states = ['active', 'revoked', 'expired', 'deleted'] as const satisfies readonly ApiKey['state'][]

export const apiKeyNoun: Noun = {
  name: 'api-key',
  about: 'API keys of programs',
  verbs: {
    list: verb({
      about: "list the caller's keys, or those of a user or domain",
      fields: {
        user_id: reference('user', 'the keys of this user'),
        domain_id: reference('domain', 'the keys of all users of this domain'),
        state: choice('only keys in this state', states),
        include_deleted: flag('deleted keys, too'),
      },
      examples: ['muster api-key list', 'muster api-key list --domain default --state active'],
      shows: 'rows',
      columns: apiKeyColumns,
      run: ({ muster, body, page }) => muster.apiKeys.list({ ...body, ...page }),
    }),
    show: verb({
      about: 'show a key',
      args,
      examples: ['muster api-key show reports'],
      shows: 'object',
      columns: apiKeyColumns,
      run: ({ muster, args: { 'api-key': id } }) => muster.apiKeys.get(id),
    }),
    create: verb({
      about: 'create a key; its secret is shown only once',
      args: { name: { about: 'the name, unique among the active keys of the user' } },
      fields: {
        ...({
          user_id: reference('user', 'a service user; default: the caller'),
          description: clearable('a description'),
          expires_at: clearableTime('when the key expires; default: never'),
          unrestricted: flag('the key may create, change and delete keys'),
        } satisfies Fields<NewApiKey>),
        scope: scope('the scope of the key; default: that of the caller'),
        role: list('a role by name or id, may be repeated; default: all of the caller there', 'ROLE'),
      },
      examples: [
        'muster api-key create reports --role reader --secret-file key.txt',
        'muster api-key create ci --scope project:engine --output value --columns secret',
      ],
      shows: 'secret',
      columns: apiKeyColumns,
      run: async ({ muster, args: { name }, body: { scope: given, role, ...body } }) => {
        const { api_key, secret } = await muster.apiKeys.create({
          ...body,
          name,
          ...(given === undefined ? {} : { scope: givenScope(given) }),
          ...(role === undefined ? {} : { roles: role.map(roleReference) }),
        })
        return { object: api_key, secret }
      },
    }),
    update: verb({
      about: 'rename or describe a key',
      args,
      fields: {
        name: text('a new name'),
        description: clearable('a description'),
      } satisfies Fields<ApiKeyChange>,
      examples: ['muster api-key update reports --name weekly-reports'],
      shows: 'object',
      columns: apiKeyColumns,
      run: ({ muster, args: { 'api-key': id }, body }) => muster.apiKeys.update(id, body),
    }),
    rotate: verb({
      about: 'replace the secret of a key',
      args,
      fields: { overlap_seconds: integer('how long the previous secret still works; default: 0', 'SECONDS') },
      examples: ['muster api-key rotate reports --overlap-seconds 3600 --secret-file key.txt'],
      confirm: ({ 'api-key': label }, { overlap_seconds = 0 }) =>
        `Replace the secret of the key ${label}? The current one works for another ${overlap_seconds} seconds.`,
      shows: 'secret',
      columns: apiKeyColumns,
      run: async ({ muster, args: { 'api-key': id }, body }) => {
        const { api_key, secret } = await muster.apiKeys.rotate(id, body)
        return { object: api_key, secret }
      },
    }),
    revoke: verb({
      about: 'revoke a key until it is granted again',
      args,
      examples: ['muster api-key revoke reports --yes'],
      confirm: ({ 'api-key': label }) => `Revoke the key ${label}?`,
      shows: 'object',
      columns: apiKeyColumns,
      run: ({ muster, args: { 'api-key': id } }) => muster.apiKeys.update(id, { revoked: true }),
    }),
    grant: verb({
      about: 'let a revoked key authenticate again',
      args,
      examples: ['muster api-key grant reports'],
      shows: 'object',
      columns: apiKeyColumns,
      run: ({ muster, args: { 'api-key': id } }) => muster.apiKeys.update(id, { revoked: false }),
    }),
    delete: verb({
      about: 'delete a key permanently',
      args,
      examples: ['muster api-key delete reports --yes'],
      confirm: ({ 'api-key': label }) => `Delete the key ${label}?`,
      shows: 'sentence',
      run: async ({ muster, args: { 'api-key': id }, labels: { 'api-key': label } }) => {
        await muster.apiKeys.delete(id)
        return `Deleted the key ${label}.`
      },
    }),
  },
}
