import { availableParallelism } from 'node:os'
import { hashPassword, verifyPassword } from '@muster/server/crypto/password.ts'
import { serveRequests } from '../answers.ts'

export type RawHashes = { readonly rate: number }

const password = 'correct horse battery'
const hash = hashPassword(password)

/** The rate of password verifications of all cores with no other load. */
serveRequests(async ({ seconds }: { readonly seconds: number }): Promise<RawHashes> => {
  const known = await hash
  const begun = performance.now()
  let verified = 0
  const worker = async () => {
    while (performance.now() - begun < seconds * 1000) {
      if (!(await verifyPassword(password, known))) throw new Error('the password does not match its hash')
      verified++
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  return { rate: (verified * 1000) / (performance.now() - begun) }
})
