import { authorityBase, password } from './authority-base.ts'
import { narrowCallers } from './authority-callers.ts'
import { strongTargets } from './authority-targets.ts'
import type { TestServer } from './test-server.ts'

export type { Attacker } from './authority-callers.ts'
export type { Target } from './authority-targets.ts'

/** One domain with narrow callers, targets with more authority, and an accomplice without any role. */
export const authorityFixture = async (s: TestServer) => {
  const base = await authorityBase(s)
  const attackers = await narrowCallers(base)
  const { administrators, targets } = await strongTargets(base)
  const accomplice = await base.newUser()
  const accompliceNumber = String((await base.reading.users.get(accomplice))?.number)
  return { ...base, password, attackers, administrators, targets, accomplice, accompliceNumber }
}

export type AuthorityFixture = Awaited<ReturnType<typeof authorityFixture>>
