import { Type } from 'typebox'
import { languageCodes } from '../languages.ts'
import type { Contract } from '../operation.ts'
import { MemberRole } from './projects.ts'
import { Id, nullable, optional, page, paging, strict, Text, Time } from './shapes.ts'
import { Metadata, profile, User } from './users.ts'

export const Invitation = Type.Object(
  {
    id: Type.String(),
    user_id: Type.String(),
    domain_id: Type.String(),
    email: Type.String({ description: 'The address that it was sent to and is valid for.' }),
    mode: Type.Enum(['email_link', 'temporary_password']),
    return_url: nullable(
      Type.String({ description: 'The URL that the page links to after the invitation is accepted.' }),
    ),
    invited_by: nullable(Type.String({ description: 'The id of the user that invited.' })),
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
        description: 'How the user is invited; `none` activates it at once, without an email.',
      }),
    ),
    username: optional(Type.String({ minLength: 1, maxLength: 255, description: 'Default: the email.' })),
    domain_id: optional(Id),
    domain_role: optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        description: 'The name of a role to assign to the user on its domain.',
      }),
    ),
    project: optional(
      Type.Object(
        { id: Id, role: optional(MemberRole) },
        { ...strict, description: 'A project of the domain that the user becomes a member of.' },
      ),
    ),
    ...profile,
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
          'The URL that the page links to after the invitation is accepted; the setting account_return_urls must allow it.',
      }),
    ),
    password: optional(
      Type.String({ minLength: 1, maxLength: 4096, description: 'Only with the mode `none`.' }),
    ),
  },
  strict,
)

export const InvitedUser = Type.Object(
  {
    user: User,
    outcome: Type.Enum(['created', 'invited', 'reinvited', 'existing']),
    temporary_password: optional(
      Type.String({ description: 'Shown once, only with the mode of that name.' }),
    ),
  },
  strict,
)

/** The language of the page with the request. */
export const FallbackLanguage = Type.Enum([...languageCodes], {
  description: 'Used if the user has no preferred language.',
})

/** The token of a link in an email. */
export const LinkToken = Type.String({
  minLength: 1,
  maxLength: 255,
  description: 'The parameter `token` of the link in the email.',
})

export const invitations = {
  inviteUser: {
    method: 'POST',
    path: '/invitations',
    description:
      'Creates an invited user and sends a link by mail. Administrators and managers of the domain may do this. If a user with this email is already invited, the response is 200; a taken username is 409 `user_name_taken`.',
    summary: 'Invite a user by email; an already invited user is returned unchanged',
    strictQuery: true,
    body: NewInvitation,
    secret: true,
    responses: { 200: InvitedUser, 201: InvitedUser },
    errors: [404, 409, 415],
    source: 'docs/apis/native.md',
  },
  listInvitations: {
    method: 'GET',
    path: '/invitations',
    description:
      'Lists pending invitations, newest first. Administrators, readers of the system and managers of the domain may do this. The list is paged with `next_cursor`.',
    summary: 'List pending invitations, newest first',
    query: ['domain_id', ...paging],
    strictQuery: true,
    responses: { 200: page('invitations', Invitation) },
    source: 'docs/apis/native.md',
  },
  revokeInvitation: {
    method: 'DELETE',
    path: '/invitations/{invitation_id}',
    description:
      'Withdraws an invitation: its link no longer works. Administrators and managers of the domain may do this. A missing invitation is 404 `invitation_not_found`.',
    summary: 'Withdraw an invitation; its user stays and can be invited again',
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  resendInvitation: {
    method: 'POST',
    path: '/users/{user_id}/invitation',
    description:
      'Sends an invited user a new link; the previous link no longer works. Administrators and managers of the domain may do this. A user that does not exist is 404 `user_not_found`.',
    summary: 'Send an invited user a new link that replaces the previous one',
    strictQuery: true,
    responses: { 202: Invitation },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  acceptInvitation: {
    method: 'POST',
    path: '/invitations/accept',
    description:
      'Sets the password of an invited user and activates it. Authenticated by the token of the link. A token that is unknown or has expired is 400 `invitation_invalid`.',
    summary: 'Accept an invitation with the token of its link, and choose a password',
    public: true,
    strictQuery: true,
    body: Type.Object(
      {
        token: LinkToken,
        password: Text(4096, 1),
        display_name: optional(Text(255, 1)),
        language: optional(FallbackLanguage),
      },
      strict,
    ),
    responses: { 200: User },
    errors: [415],
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
