import type { User } from '../../core/directory/users/user.ts'
import { preferencesOf } from '../../core/messaging/notifications/preferences.ts'

export const showUser = (user: User) => {
  const { channels, types } = preferencesOf(user.preferences)
  return {
    user_id: user.name,
    name: user.displayName,
    picture_url: user.pictureUrl,
    is_service_user: user.kind === 'service',
    is_system_user: user.kind === 'system',
    notification_channels_enabled: channels,
    notification_types_enabled: types,
  }
}
