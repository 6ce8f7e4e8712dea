import type { secondFactors as contract } from '@muster/contract/native/second-factors.ts'
import { beginEnrolment, confirmEnrolment } from '../../core/access/second-factors/enrolments.ts'
import type { SecondFactor } from '../../core/access/second-factors/second-factor.ts'
import {
  listOwnSecondFactors,
  removeOwnSecondFactor,
} from '../../core/access/second-factors/second-factors.ts'
import type { Proof } from '../../core/access/second-factors/verify-caller.ts'
import { domainError, isDomainError } from '../../core/kernel/domain-error.ts'
import { asCurrentPasswordWrong } from './passwords.ts'
import type { NativeHandlers } from './request-context.ts'
import { time } from './times.ts'

const show = ({ id, createdAt }: SecondFactor) => ({ id, created_at: time(createdAt) })

const readProof = (body: { readonly current_password?: string; readonly passcode?: string }): Proof => {
  if (body.current_password !== undefined) return { password: body.current_password }
  if (body.passcode !== undefined) return { passcode: body.passcode }
  throw domainError('invalid', 'proof_missing', 'Send current_password or passcode.', {
    field: 'current_password',
  })
}

const asPasscodeWrong = (thrown: unknown): never => {
  if (!isDomainError(thrown, 'unauthenticated')) throw thrown
  throw domainError(
    'invalid',
    'passcode_invalid',
    'passcode is not a current one-time password of yours, or it was used before.',
    { field: 'passcode' },
  )
}

export const secondFactors = {
  async listSecondFactors(_request, { run }) {
    const { factors, required } = await run(listOwnSecondFactors, {})
    return { status: 200, body: { second_factors: factors.map(show), required } }
  },

  async beginSecondFactor({ body }, { run }) {
    const { enrolment, seed, uri, expiresAt } = await run(beginEnrolment, {
      password: body.current_password,
    }).catch(asCurrentPasswordWrong)
    return { status: 200, body: { enrolment, seed, uri, expires_at: time(expiresAt) } }
  },

  async confirmSecondFactor({ body }, { run }) {
    return { status: 201, body: show(await run(confirmEnrolment, body)) }
  },

  async removeSecondFactor({ params, body }, { run }) {
    const proof = readProof(body)
    await run(removeOwnSecondFactor, { id: params.second_factor_id, proof }).catch(
      proof.password === undefined ? asPasscodeWrong : asCurrentPasswordWrong,
    )
    return { status: 204 }
  },
} satisfies NativeHandlers<typeof contract>
