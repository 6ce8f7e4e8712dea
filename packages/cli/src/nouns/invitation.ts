import type { Invitation, NewInvitation } from '@muster/sdk'
import { choice, type Fields, reference, secret, text } from '../command/field.ts'
import { type Noun, verb } from '../command/verb.ts'
import { UsageError } from '../usage-error.ts'
import { userColumns, userProfile } from './user-fields.ts'

export const invitationColumns = {
  email: true,
  expires_at: true,
  expired: true,
  user_id: true,
  id: true,
  domain_id: false,
  mode: false,
  return_url: false,
  invited_by: false,
  created_at: false,
} as const satisfies Record<keyof Invitation, boolean>

export const invitationNoun: Noun = {
  name: 'invitation',
  about: 'invitations of people by email',
  verbs: {
    list: verb({
      about: 'list pending invitations, newest first',
      fields: { domain_id: reference('domain', 'only this domain') },
      examples: ['muster invitation list', 'muster invitation list --output csv --columns email,expires_at'],
      shows: 'rows',
      columns: invitationColumns,
      run: ({ muster, body, page }) => muster.invitations.list({ ...body, ...page }),
    }),
    create: verb({
      about: 'invite a person by email',
      args: { email: { about: 'the email address' } },
      fields: {
        ...({
          mode: choice('a link, a temporary password, or none: active at once without an email', [
            'email_link',
            'temporary_password',
            'none',
          ]),
          username: text('the username; default: the email'),
          domain_id: reference('domain', 'the domain'),
          domain_role: text('the name of a role on the domain', 'ROLE'),
          ...userProfile,
          return_url: text('the address that the page links to after the invitation is accepted', 'URL'),
          password: secret('the password, with --mode none'),
        } satisfies Fields<NewInvitation>),
        project_id: reference('project', 'a project that the user becomes a member of'),
        project_role: choice('the role on the project; default: member', [
          'manager',
          'member',
          'reader',
          'annotator',
        ]),
      },
      examples: [
        'muster invitation create ada@example.org',
        'muster invitation create ada@example.org --project engine --project-role reader',
        'muster invitation create ada@example.org --mode temporary_password --secret-file ada.txt',
      ],
      check({ project_id, project_role }) {
        if (project_role !== undefined && project_id === undefined)
          throw new UsageError('--project-role needs --project.')
      },
      shows: 'secret',
      secret: 'temporary_password',
      columns: { outcome: true, ...userColumns },
      run: async ({ muster, args, body: { project_id, project_role, ...body } }) => {
        const project =
          project_id === undefined
            ? {}
            : { project: { id: project_id, ...(project_role === undefined ? {} : { role: project_role }) } }
        const { user, outcome, temporary_password } = await muster.invitations.create({
          ...body,
          ...project,
          email: args.email,
        })
        return { object: { outcome, ...user }, secret: temporary_password }
      },
    }),
    revoke: verb({
      about: 'withdraw an invitation; its link no longer works',
      args: { invitation: { about: 'the id' } },
      examples: ['muster invitation revoke 3f0c… --yes'],
      confirm: ({ invitation }) => `Withdraw the invitation ${invitation}?`,
      shows: 'sentence',
      run: async ({ muster, args }) => {
        await muster.invitations.revoke(args.invitation)
        return `Withdrew the invitation ${args.invitation}.`
      },
    }),
  },
}
