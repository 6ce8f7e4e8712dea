import type { RoleAssignment } from '@muster/sdk'
import { flag, reference, required, scope, toggle } from '../command/field.ts'
import { type ScopeText, scopeCell } from '../command/scope.ts'
import { type Noun, verb } from '../command/verb.ts'
import type { Columns } from '../output/columns.ts'
import { UsageError } from '../usage-error.ts'

/** Why an effective assignment exists. */
const sourceCell = ({
  group_id,
  inherited_from,
  implied_by,
}: NonNullable<RoleAssignment['source']>): string =>
  [
    group_id === null ? '' : `group:${group_id}`,
    inherited_from === null ? '' : `inherited from ${scopeCell(inherited_from)}`,
    implied_by === null ? '' : `implied by ${implied_by}`,
  ]
    .filter((part) => part !== '')
    .join(', ') || 'direct'

const columns = {
  role_id: true,
  user_id: true,
  group_id: true,
  scope: scopeCell,
  inherited: true,
  source: sourceCell,
} as const satisfies Record<keyof RoleAssignment, Columns[string]>

const role = { about: 'the name or id', names: 'global-role' } as const

const fields = {
  user_id: reference('user', 'the user'),
  group_id: reference('group', 'the group'),
  scope: required(scope('where the role applies')),
  inherited: flag('on the projects below the scope, instead of on the scope'),
}

const oneOf = ({ user_id, group_id }: { readonly user_id?: string; readonly group_id?: string }): void => {
  if ((user_id === undefined) === (group_id === undefined))
    throw new UsageError('Give either --user or --group.')
}

/** The grant of a role to the user or the group that was given. */
const grantOf = (
  roleId: string,
  body: {
    readonly user_id?: string
    readonly group_id?: string
    readonly scope: ScopeText
    readonly inherited?: boolean
  },
) => {
  const { user_id, group_id = '', ...rest } = body
  return user_id === undefined ? { ...rest, roleId, groupId: group_id } : { ...rest, roleId, userId: user_id }
}

export const assignmentNoun: Noun = {
  name: 'assignment',
  about: 'roles of users and groups on the system, domains and projects',
  verbs: {
    list: verb({
      about: 'list assignments, or with --effective the roles that users have, and why',
      fields: {
        user_id: reference('user', 'only this user'),
        group_id: reference('group', 'only this group'),
        role_id: reference('global-role', 'only this role'),
        scope: scope('only on this scope'),
        inherited: toggle('only those for the projects below their scope'),
        effective: flag('the roles that users have, each with its reason'),
      },
      examples: [
        'muster assignment list --user ada',
        'muster assignment list --user ada --scope project:engine --effective',
      ],
      shows: 'rows',
      columns,
      run: ({ muster, body, page }) => muster.assignments.list({ ...body, ...page }),
    }),
    grant: verb({
      about: 'grant a role to a user or a group',
      args: { role },
      fields,
      examples: [
        'muster assignment grant member --user ada --scope project:engine',
        'muster assignment grant reader --group crew --scope domain:default --inherited',
      ],
      check: oneOf,
      shows: 'sentence',
      run: async ({ muster, args, labels, body }) => {
        await muster.assignments.grant(grantOf(args.role, body))
        return `Granted the role ${labels.role} to ${labels.user_id ?? labels.group_id} on ${labels.scope}.`
      },
    }),
    revoke: verb({
      about: 'revoke a role of a user or a group',
      args: { role },
      fields,
      examples: ['muster assignment revoke member --user ada --scope project:engine --yes'],
      check: oneOf,
      confirm: (labels) =>
        `Revoke the role ${labels.role} of ${labels.user_id ?? labels.group_id} on ${labels.scope}?`,
      shows: 'sentence',
      run: async ({ muster, args, labels, body }) => {
        await muster.assignments.revoke(grantOf(args.role, body))
        return `Revoked the role ${labels.role} of ${labels.user_id ?? labels.group_id} on ${labels.scope}.`
      },
    }),
  },
}
