import type { passwords as contract } from '@muster/contract/native/passwords.ts'
import { changeOwnPassword } from '../../core/accounts/passwords/change-own-password.ts'
import { changePassword } from '../../core/accounts/passwords/change-password.ts'
import { requestRecovery } from '../../core/accounts/recovery/request-recovery.ts'
import { resetPassword } from '../../core/accounts/recovery/reset-password.ts'
import { sendRecovery } from '../../core/accounts/recovery/send-recovery.ts'
import { updateUser } from '../../core/directory/users/update-user.ts'
import { domainError, isDomainError } from '../../core/kernel/domain-error.ts'
import { readLogin } from './logins.ts'
import type { NativeHandlers } from './request-context.ts'

/** The caller is authenticated: 401 would mean that the session has ended. */
export const asCurrentPasswordWrong = (thrown: unknown): never => {
  if (!isDomainError(thrown, 'unauthenticated')) throw thrown
  throw domainError(
    'invalid',
    'current_password_wrong',
    'current_password is not your password, or the password cannot be changed now.',
    {
      field: 'current_password',
    },
  )
}

export const passwords = {
  async requestRecovery({ body }, context) {
    await context.run(requestRecovery, { ...readLogin(body), language: body.language })
    return { status: 202 }
  },

  async resetPassword({ body }, context) {
    await context.run(resetPassword, { secret: body.token, password: body.password })
    return { status: 204 }
  },

  async sendRecovery({ params }, context) {
    await context.run(sendRecovery, { userId: params.user_id })
    return { status: 202 }
  },

  async setPassword({ params, body }, context) {
    await context.run(updateUser, { id: params.user_id, password: body.password })
    return { status: 204 }
  },

  async changeOwnPassword({ body }, context) {
    await context
      .run(changeOwnPassword, { original: body.current_password, password: body.password })
      .catch(asCurrentPasswordWrong)
    return { status: 204 }
  },

  async changePassword({ body }, context) {
    await context.run(changePassword, {
      user: readLogin(body),
      original: body.current_password,
      password: body.password,
    })
    return { status: 204 }
  },
} satisfies NativeHandlers<typeof contract>
