import { notFound } from '../../kernel/domain-error.ts'
import { command, query } from '../../kernel/operation.ts'
import {
  mergePreferences,
  type Preferences,
  type PreferencesChange,
  preferencesOf,
} from '../../messaging/notifications/preferences.ts'
import { requireUser, userTarget } from '../users/get-user.ts'
import { assertCanManageOtherSystemUser } from '../users/system-users.ts'

export const getPreferences = query({
  rule: 'muster:get_preferences',
  load: ({ userId }: { readonly userId: string }, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  read: async (_input, { preferences }): Promise<Preferences> => preferencesOf(preferences),
})

export type UpdatePreferences = PreferencesChange & { readonly userId: string }

/** Merges the preferences key by key. Rejects with `invalid` for unknown channels and types. */
export const updatePreferences = command({
  rule: 'muster:update_preferences',
  load: ({ userId }: UpdatePreferences, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  apply: async ({ userId, ...change }, at): Promise<Preferences> => {
    const { stores, now, record } = at
    const before = await requireUser(userId, { stores })
    assertCanManageOtherSystemUser(before, at)
    const preferences = mergePreferences(before.preferences, change)
    const updated = await stores.users.update(userId, { preferences, updatedAt: now })
    if (!updated) throw notFound('user', userId)
    record({
      kind: 'user.preferences_updated',
      subject: { type: 'user', id: userId },
      domainId: updated.domainId,
      detail: {
        fields: Object.entries(change).flatMap(([part, values]) =>
          Object.keys(values ?? {}).map((name) => `${part}.${name}`),
        ),
      },
    })
    return preferencesOf(updated.preferences)
  },
})
