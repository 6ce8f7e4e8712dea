import { signIn } from '../src/core/access/authentication/sign-in.ts'
import type { SignInRequest } from '../src/core/access/authentication/sign-in-request.ts'
import { passcodeOf, stepAt } from '../src/core/access/authentication/totp.ts'
import { createCredential } from '../src/core/access/credentials/create-credential.ts'
import { type CreateUser, createUser } from '../src/core/directory/users/create-user.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { digests } from '../src/crypto/digests.ts'
import type { TestCore } from './test-core.ts'

const secret = new TextEncoder().encode('12345678901234567890')
/** The same seed in base32, as in the published vectors. */
export const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
export const password = 'a long enough phrase'

/** The one-time password of the seed at a time, `windows` of thirty seconds later. */
export const passcodeAt = (now: number, windows = 0): string =>
  passcodeOf(secret, stepAt(now) + windows, digests)

/** The result of an attempt: `ok`, or the code of its DomainError. Any other error is a defect. */
export const endOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'ok',
    (thrown) => {
      if (isDomainError(thrown)) return thrown.code
      throw thrown
    },
  )

/** Authentication methods for a test core. */
export const signing = (core: TestCore) => {
  let count = 0
  const send = (request: SignInRequest) => core.run(signIn, request, anonymous)
  const withPassword = (id: string, input = password) => ({ user: { id }, password: input })
  const withPasscode = (id: string, passcode: string) => ({ user: { id }, passcode })
  return {
    send,
    /** A user with a password and, on request, a device for one-time passwords. */
    async user(more: Partial<CreateUser> & { readonly device?: boolean } = {}) {
      const { device, ...input } = more
      const { id } = await core.run(createUser, { name: `someone-${++count}`, password, ...input })
      if (device) await core.run(createCredential, { userId: id, type: 'totp', blob: seed })
      return id
    },
    password: (id: string, input?: string, receipt?: string) =>
      send({ methods: ['password'], password: withPassword(id, input), receipt }),
    passcode: (id: string, passcode = passcodeAt(core.now()), receipt?: string) =>
      send({ methods: ['totp'], totp: withPasscode(id, passcode), receipt }),
    both: (id: string, passcode = passcodeAt(core.now()), input?: string) =>
      send({
        methods: ['password', 'totp'],
        password: withPassword(id, input),
        totp: withPasscode(id, passcode),
      }),
  }
}
