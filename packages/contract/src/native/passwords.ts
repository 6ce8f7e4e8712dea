import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { FallbackLanguage, LinkToken } from './invitations.ts'
import { Id, optional, strict, Text } from './shapes.ts'

const Password = Text(4096, 1)
/** A username or an email; the domain by id or name, or the default domain. */
const who = {
  username: optional(Text(255, 1)),
  email: optional(Text(320, 1)),
  domain_id: optional(Id),
  domain_name: optional(Id),
}
const CurrentPassword = Type.String({
  maxLength: 16_384,
  description: 'It may be expired or temporary.',
})

export const passwords = {
  requestRecovery: {
    method: 'POST',
    path: '/recovery',
    description:
      'Sends a password recovery link if the user exists. Needs no authentication; the response is always 202 and does not reveal whether the user exists.',
    summary: 'Request a password recovery link',
    public: true,
    strictQuery: true,
    body: Type.Object({ ...who, language: optional(FallbackLanguage) }, strict),
    responses: { 202: null },
    errors: [415, 429],
    source: 'docs/apis/native.md',
  },
  resetPassword: {
    method: 'POST',
    path: '/recovery/reset',
    description:
      'Sets a new password, authenticated by the token of the link. An unknown, used or expired token is 400 `recovery_invalid`. All sessions of the user end.',
    summary: 'Choose a new password with the token of a link',
    public: true,
    strictQuery: true,
    body: Type.Object({ token: LinkToken, password: Password }, strict),
    responses: { 204: null },
    errors: [415],
    source: 'docs/apis/native.md',
  },
  sendRecovery: {
    method: 'POST',
    path: '/users/{user_id}/recovery',
    description:
      'Sends a user a password recovery link. Administrators and managers of the domain may do this. A user that does not exist is 404 `user_not_found`. A user that cannot get one is 400 `recovery_impossible`.',
    summary: 'Send a user a password recovery link',
    strictQuery: true,
    responses: { 202: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  setPassword: {
    method: 'PUT',
    path: '/users/{user_id}/password',
    description:
      'Sets the password of another user. Administrators and managers of the domain may do this. A user that does not exist is 404 `user_not_found`. All sessions of the user end.',
    summary: 'Set the password of a user; ends all its sessions',
    strictQuery: true,
    body: Type.Object({ password: Password }, strict),
    responses: { 204: null },
    errors: [404, 415],
    source: 'docs/apis/native.md',
  },
  changeOwnPassword: {
    method: 'POST',
    path: '/me/password',
    description:
      'Changes the password of the caller; all other sessions end. Every user with a session may do this; delegated credentials such as an API key are 403 `forbidden_to_delegation`. A wrong current password is 400 `current_password_wrong`.',
    summary: 'Change your password; ends all your other sessions',
    strictQuery: true,
    body: Type.Object({ current_password: Text(16_384), password: Password }, strict),
    responses: { 204: null },
    errors: [415],
    source: 'docs/apis/native.md',
  },
  changePassword: {
    method: 'POST',
    path: '/password',
    description:
      'Changes a password with the login and the current password, which may be expired. A wrong one is 401. All sessions of the user end.',
    summary: 'Change a password without a session, for example an expired one; ends all sessions',
    public: true,
    strictQuery: true,
    body: Type.Object({ ...who, current_password: CurrentPassword, password: Password }, strict),
    responses: { 204: null },
    errors: [415],
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
