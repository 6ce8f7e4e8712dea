import type { CallOptions } from '../../transport/transport.ts'
import type { NativeApi, PostOptions } from '../api.ts'
import type { Enrolment, SecondFactor, SecondFactors } from '../types.ts'

export const makeSecondFactors = (api: NativeApi) => ({
  /** The caller's devices for one-time passwords, and whether a sign-in needs one. */
  list: (options?: CallOptions) => api.send<SecondFactors>('GET', '/me/second-factors', {}, options),

  /** Makes the seed of a new device, which does not count until it is confirmed. */
  begin: (proof: { readonly current_password: string }, options?: PostOptions) =>
    api.send<Enrolment>('POST', '/me/second-factors/enrolments', { json: proof }, options),

  /** Adds the device with its first one-time password. Throws `BadRequest` with `passcode_invalid`. */
  confirm: (device: { readonly enrolment: string; readonly passcode: string }, options?: PostOptions) =>
    api.send<SecondFactor>('POST', '/me/second-factors', { json: device }, options),

  /** Removes a device, with the password or a one-time password. */
  async remove(
    factorId: string,
    proof: { readonly current_password: string } | { readonly passcode: string },
    options?: PostOptions,
  ): Promise<void> {
    const params = { second_factor_id: factorId }
    await api.send('POST', '/me/second-factors/{second_factor_id}/remove', { params, json: proof }, options)
  },
})
