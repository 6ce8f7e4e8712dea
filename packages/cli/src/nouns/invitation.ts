import type { Invitation } from '@muster/sdk'

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
