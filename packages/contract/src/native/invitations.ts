import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Id, nullable, optional, page, paging, strict, Text, Time } from './shapes.ts'
import { Metadata, User } from './users.ts'

export const Invitation = Type.Object(
  {
    id: Type.String(),
    user_id: Type.String(),
    domain_id: Type.String(),
    email: Type.String({ description: 'The address it was sent to, and holds for.' }),
    mode: Type.Enum(['email_link', 'temporary_password']),
    return_url: nullable(
      Type.String({ description: 'Where the page leads after the invitation is accepted.' }),
    ),
    invited_by: nullable(Type.String({ description: 'The id of the user who invited.' })),
    created_at: Time,
    expires_at: Time,
    expired: Type.Boolean(),
  },
  strict,
)

export const NewInvitation = Type.Object(
  {
    email: Text(320, 1),
    mode: optional(
      Type.Enum(['email_link', 'temporary_password', 'none'], {
        default: 'email_link',
        description: 'How the user comes in; `none` makes it active at once, without a letter.',
      }),
    ),
    username: optional(
      Type.String({ minLength: 1, maxLength: 255, description: 'The email when it is not given.' }),
    ),
    domain_id: optional(Id),
    domain_role: optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        description: 'The name of a role to give the user on its domain.',
      }),
    ),
    display_name: optional(nullable(Text(255))),
    given_name: optional(nullable(Text(255))),
    family_name: optional(nullable(Text(255))),
    phone_number: optional(nullable(Text(64))),
    picture_url: optional(nullable(Text(2048, 1))),
    description: optional(nullable(Text(65_535))),
    developer: optional(Type.Boolean()),
    default_project_id: optional(nullable(Id)),
    metadata: optional(Metadata),
    public_metadata: optional(Metadata),
    external_id: optional(nullable(Text(255, 1))),
    return_url: optional(
      Type.String({
        minLength: 1,
        maxLength: 2048,
        description:
          'Where the page leads after the invitation is accepted; the setting account_return_urls must allow it.',
      }),
    ),
    password: optional(
      Type.String({ minLength: 1, maxLength: 4096, description: 'With the mode `none` alone.' }),
    ),
  },
  strict,
)

export const InvitedUser = Type.Object(
  {
    user: User,
    outcome: Type.Enum(['created', 'invited', 'reinvited', 'existing']),
    temporary_password: optional(Type.String({ description: 'Shown this once, in the mode of that name.' })),
  },
  strict,
)

/** What a link in a letter carries. */
export const LinkToken = Type.String({
  minLength: 1,
  maxLength: 255,
  description: 'What the link in the letter carries as `token`.',
})

export const invitations = {
  inviteUser: {
    method: 'POST',
    path: '/invitations',
    description:
      'Creates an invited user and sends a link by mail. Administrators and managers of the domain may do this. A user with this email who is invited already is answered with status 200; a taken username is 409 `user_name_taken`.',
    summary: 'Invite a user by email; who is invited already is answered unchanged',
    strictQuery: true,
    body: NewInvitation,
    secret: true,
    answers: { 200: InvitedUser, 201: InvitedUser },
    errors: [404, 409, 415],
    source: 'docs/apis/native.md',
  },
  listInvitations: {
    method: 'GET',
    path: '/invitations',
    description:
      'Lists invitations that were not accepted yet, newest first. Administrators, readers of the system and managers of the domain may do this. A list is made page by page: `next_cursor` leads to the next page.',
    summary: 'List invitations that nobody has accepted yet, newest first',
    query: ['domain_id', ...paging],
    strictQuery: true,
    answers: { 200: page('invitations', Invitation) },
    source: 'docs/apis/native.md',
  },
  revokeInvitation: {
    method: 'DELETE',
    path: '/invitations/{invitation_id}',
    description:
      'Ends an invitation: its link no longer works. Administrators and managers of the domain may do this. A missing invitation is 404 `invitation_not_found`.',
    summary: 'Withdraw an invitation; its user stays, and can be invited again',
    strictQuery: true,
    answers: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  resendInvitation: {
    method: 'POST',
    path: '/users/{user_id}/invitation',
    description:
      'Sends an invited user a new link; the link before no longer works. Administrators and managers of the domain may do this. A user that does not exist is 404 `user_not_found`.',
    summary: 'Send an invited user another link, in place of the one before',
    strictQuery: true,
    answers: { 202: Invitation },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  acceptInvitation: {
    method: 'POST',
    path: '/invitations/accept',
    description:
      'Sets the password of an invited user and activates it. The token of the link is the proof. A token that is unknown or has expired is 400 `invitation_invalid`.',
    summary: 'Accept an invitation with the token of its link, and choose a password',
    open: true,
    strictQuery: true,
    body: Type.Object(
      { token: LinkToken, password: Text(4096, 1), display_name: optional(Text(255, 1)) },
      strict,
    ),
    answers: { 200: User },
    errors: [415],
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
