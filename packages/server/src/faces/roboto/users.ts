import type { users as contract } from '@muster/contract/roboto/users.ts'
import { preferencesFromLists } from '../../core/notifications/preferences.ts'
import { refuse } from '../../core/refusal.ts'
import { whoAmI } from '../../core/sessions/who-am-i.ts'
import { canBeClaimed } from '../../core/users/claimed-email.ts'
import { createUser } from '../../core/users/create-user.ts'
import { deleteOwnUser } from '../../core/users/delete-own-user.ts'
import { deleteUser } from '../../core/users/delete-user.ts'
import { lookUpUser } from '../../core/users/look-up-user.ts'
import { updateProfile } from '../../core/users/update-profile.ts'
import type { User } from '../../core/users/user.ts'
import type { Visit } from '../../http/face.ts'
import { userIdIn } from './ids.ts'
import { showUser } from './show-user.ts'
import type { RobotoHandlers } from './visit.ts'

/** The client sends no defaults of its own (roboto.md section 3). */
const defaultChannels = ['email']
const defaultTypes = ['comment_mention']

const oneself = async (visit: Visit): Promise<User> => (await visit.run(whoAmI, {})).user

/** The user that the header names, or the caller; the caller needs no right to look itself up. */
const target = async (visit: Visit): Promise<{ readonly user: User; readonly self: boolean }> => {
  const self = await oneself(visit)
  const named = visit.header('x-roboto-user-id')
  if (named === undefined || named === self.name) return { user: self, self: true }
  return { user: await visit.run(lookUpUser, { name: named }), self: false }
}

/** Null keeps what is there, and nothing can be cleared: empty text is a mistake. */
const kept = (field: string, text: string | null | undefined): string | undefined => {
  if (text === null || text === undefined) return undefined
  if (text.trim() === '')
    throw refuse('invalid', 'text_empty', `${field} must not be empty: leave it away to keep what it is.`)
  return text
}

export const users = {
  async createUser({ body }, visit) {
    const user = await visit.run(createUser, {
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

  async getOwnUser(_ask, visit) {
    return { status: 200, body: { data: showUser(await oneself(visit)) } }
  },

  async whoAmI(_ask, visit) {
    const { user, authority } = await visit.run(whoAmI, {})
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

  async getUser(_ask, visit) {
    const name = userIdIn(visit.url)
    const self = await oneself(visit)
    const user = name === self.name ? self : await visit.run(lookUpUser, { name })
    return { status: 200, body: { data: showUser(user) } }
  },

  async updateUser({ body }, visit) {
    const { user } = await target(visit)
    const changed = await visit.run(updateProfile, {
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

  async deleteUser(_ask, visit) {
    const { user, self } = await target(visit)
    if (self) await visit.run(deleteOwnUser, {})
    else await visit.run(deleteUser, { id: user.id })
    return { status: 204 }
  },
} satisfies RobotoHandlers<typeof contract>
