import type { passwords as contract } from '@muster/contract/native/passwords.ts'
import { requestRecovery } from '../../core/recovery/request-recovery.ts'
import { resetPassword } from '../../core/recovery/reset-password.ts'
import { sendRecovery } from '../../core/recovery/send-recovery.ts'
import { isRefusal, refuse } from '../../core/refusal.ts'
import { whoAsks } from '../../core/sessions/own-session.ts'
import { changePassword } from '../../core/users/change-password.ts'
import { updateUser } from '../../core/users/update-user.ts'
import { readLogin } from './logins.ts'
import type { NativeHandlers } from './visit.ts'

/** Who asks is known already: 401 would say that the session is over. */
const asWrongField = (thrown: unknown): never => {
  if (!isRefusal(thrown, 'unauthenticated')) throw thrown
  throw refuse(
    'invalid',
    'current_password_wrong',
    'This is not your password, or you may not change it now.',
    {
      field: 'current_password',
    },
  )
}

export const passwords = {
  async requestRecovery({ body }, visit) {
    await visit.run(requestRecovery, readLogin(body))
    return { status: 202 }
  },

  async resetPassword({ body }, visit) {
    await visit.run(resetPassword, { secret: body.token, password: body.password })
    return { status: 204 }
  },

  async sendRecovery({ params }, visit) {
    await visit.run(sendRecovery, { userId: params.user_id })
    return { status: 202 }
  },

  async setPassword({ params, body }, visit) {
    await visit.run(updateUser, { id: params.user_id, password: body.password })
    return { status: 204 }
  },

  async changeOwnPassword({ body }, visit) {
    const id = whoAsks(visit.caller).userId
    await visit
      .run(changePassword, { id, original: body.current_password, password: body.password })
      .catch(asWrongField)
    return { status: 204 }
  },

  async changePassword({ body }, visit) {
    await visit.run(changePassword, {
      user: readLogin(body),
      original: body.current_password,
      password: body.password,
    })
    return { status: 204 }
  },
} satisfies NativeHandlers<typeof contract>
