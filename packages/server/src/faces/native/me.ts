import type { me as contract } from '@muster/contract/native/me.ts'
import type { KnownCaller } from '../../core/caller.ts'
import { whoAsks } from '../../core/sessions/own-session.ts'
import { whoAmI } from '../../core/sessions/who-am-i.ts'
import { deleteOwnUser } from '../../core/users/delete-own-user.ts'
import { updateProfile } from '../../core/users/update-profile.ts'
import { etagOf, readIfMatch } from './entity-tags.ts'
import { forgetCookie } from './proof.ts'
import { showCallerScope } from './scopes.ts'
import { showSession } from './sessions.ts'
import { showSelf } from './users.ts'
import type { NativeHandlers } from './visit.ts'

export const showAuthority = ({ scope, roles }: Pick<KnownCaller, 'scope' | 'roles'>) => ({
  scope: showCallerScope(scope),
  roles: roles.map(({ id, name }) => ({ id, name })),
})

export const me = {
  async getMe(_ask, visit) {
    const { user, session, authority } = await visit.run(whoAmI, {})
    return {
      status: 200,
      headers: { etag: etagOf(user) },
      body: {
        user: showSelf(user),
        session: session ? showSession(session, visit) : null,
        authority: showAuthority(authority),
      },
    }
  },

  async updateMe({ body }, visit) {
    const user = await visit.run(updateProfile, {
      id: whoAsks(visit.caller).userId,
      ifVersion: readIfMatch(visit.header('if-match')),
      displayName: body.display_name,
      givenName: body.given_name,
      familyName: body.family_name,
      phoneNumber: body.phone_number,
      pictureUrl: body.picture_url,
    })
    return { status: 200, headers: { etag: etagOf(user) }, body: showSelf(user) }
  },

  async deleteMe(_ask, visit) {
    await visit.run(deleteOwnUser, {})
    return { status: 204, ...forgetCookie(visit) }
  },
} satisfies NativeHandlers<typeof contract>
