import type { users as contract } from '@muster/contract/roboto/users.ts'
import { whoAmI } from '../../core/access/sessions/who-am-i.ts'
import { deleteOwnUser } from '../../core/accounts/deletion/delete-own-user.ts'
import { deleteUser } from '../../core/accounts/deletion/delete-user.ts'
import { createUser } from '../../core/directory/users/create-user.ts'
import { getUser } from '../../core/directory/users/get-user.ts'
import { lookUpUserFor } from '../../core/directory/users/look-up-user.ts'
import { updateProfile } from '../../core/directory/users/update-profile.ts'
import type { User } from '../../core/directory/users/user.ts'
import { canBeClaimed } from '../../core/kernel/claimed-email.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import { preferencesFromLists } from '../../core/messaging/notifications/preferences.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { parseUserId } from './ids.ts'
import { showUser } from './show-user.ts'

/** Default of the server; the client sends none (roboto.md section 3). */
const defaultChannels = ['email']
const defaultTypes = ['comment_mention']

const currentUser = async (context: RequestContext): Promise<User> => (await context.run(whoAmI, {})).user

/** The user in the header, or the caller, who needs no permission to read itself. */
const target = async (context: RequestContext): Promise<{ readonly user: User; readonly self: boolean }> => {
  const self = await currentUser(context)
  const named = context.header('x-roboto-user-id')
  if (named === undefined || named === self.name) return { user: self, self: true }
  return { user: await context.run(lookUpUserFor(getUser), { name: named }), self: false }
}

/** Null keeps the value. No value can be cleared, so empty text is an error. */
const kept = (field: string, text: string | null | undefined): string | undefined => {
  if (text === null || text === undefined) return undefined
  if (text.trim() === '')
    throw domainError(
      'invalid',
      'text_empty',
      `${field} must not be empty. Omit it to keep the current value.`,
    )
  return text
}

export const users = {
  async createUser({ body }, context) {
    const user = await context.run(createUser, {
      name: body.user_id,
      kind: body.is_system_user ? 'system' : body.is_service_user ? 'service' : 'human',
      displayName: body.name,
      pictureUrl: body.picture_url,
      ...(canBeClaimed(body.user_id) ? { email: body.user_id, claimEmail: true } : {}),
      preferences: preferencesFromLists({
        channels:
          body.default_notification_channels === undefined
            ? defaultChannels
            : body.default_notification_channels,
        types: body.default_notification_types === undefined ? defaultTypes : body.default_notification_types,
      }),
    })
    return { status: 201, body: { data: showUser(user) } }
  },

  async getOwnUser(_request, context) {
    return { status: 200, body: { data: showUser(await currentUser(context)) } }
  },

  async whoAmI(_request, context) {
    const { user, authority } = await context.run(whoAmI, {})
    const { kind } = authority.scope
    return {
      status: 200,
      body: {
        data: {
          user_id: user.name,
          name: user.displayName,
          scope: kind === 'unscoped' ? 'none' : kind,
          roles: authority.roles.map(({ name }) => name),
        },
      },
    }
  },

  async getUser(_request, context) {
    const name = parseUserId(context.url)
    const self = await currentUser(context)
    const user = name === self.name ? self : await context.run(lookUpUserFor(getUser), { name })
    return { status: 200, body: { data: showUser(user) } }
  },

  async updateUser({ body }, context) {
    const { user } = await target(context)
    const changed = await context.run(updateProfile, {
      id: user.id,
      displayName: kept('name', body.name),
      pictureUrl: kept('picture_url', body.picture_url),
      preferences: {
        channels: body.notification_channels_enabled ?? undefined,
        types: body.notification_types_enabled ?? undefined,
      },
    })
    return { status: 200, body: { data: showUser(changed) } }
  },

  async deleteUser(_request, context) {
    const { user, self } = await target(context)
    if (self) await context.run(deleteOwnUser, {})
    else await context.run(deleteUser, { id: user.id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
