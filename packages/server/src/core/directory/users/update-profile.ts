import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { normalizeText } from '../../kernel/text.ts'
import { checkVersion } from '../../kernel/versions.ts'
import { mergePreferences, type PreferencesChange } from '../../messaging/notifications/preferences.ts'
import { requireUser, userTarget } from './get-user.ts'
import { withEffectiveStatus } from './inactivity.ts'
import { namesOfChanged } from './person-names.ts'
import { changedProfile, type Profile } from './profile.ts'
import { assertCanManageSystemUser } from './system-users.ts'
import type { User } from './user.ts'

export type UpdateProfile = Profile & {
  readonly id: string
  readonly displayName?: string | null | undefined
  readonly preferences?: PreferencesChange | undefined
  /** Rejects with `conflict` (`version_changed`) unless the user's version is one of these. */
  readonly ifVersion?: readonly number[] | undefined
}

const notFields = new Set(['id', 'ifVersion'])

/** Changes profile fields that users may edit themselves: none that identifies the user, signs it in or grants rights. */
export const updateProfile = command({
  rule: 'muster:update_profile',
  load: ({ id }: UpdateProfile, at) => requireUser(id, at),
  target: (_input, user) => userTarget(user),
  apply: async (input, at): Promise<User> => {
    const { stores, now, record } = at
    const before = await requireUser(input.id, { stores })
    assertCanManageSystemUser(before, at)
    checkVersion('user', before, input.ifVersion)
    const { displayName, preferences, ...fields } = input
    const shown =
      typeof displayName === 'string' ? normalizeText('display_name', displayName, 255) : displayName
    const profile = changedProfile(fields)
    const updated = await stores.users.update(input.id, {
      ...profile,
      ...namesOfChanged(before, { ...profile, displayName: shown }),
      preferences: preferences && mergePreferences(before.preferences, preferences),
      updatedAt: now,
    })
    if (!updated) throw notFound('user', input.id)
    record({
      kind: 'user.updated',
      subject: { type: 'user', id: input.id },
      domainId: updated.domainId,
      invalidates: [`user:${input.id}`],
      detail: {
        fields: Object.entries(input).flatMap(([key, value]) =>
          value === undefined || notFields.has(key) ? [] : [key],
        ),
      },
    })
    return withEffectiveStatus(updated, at)
  },
})
