import { roboto } from '@muster/contract/roboto/all.ts'
import { nativeClient } from '../native.ts'
import type { Credentials, Given, MakeFixture } from './api-fixture.ts'

/** A domain with a manager and a reader, and the manager of another. */
export const robotoFixture: MakeFixture = async (s) => {
  const n = await nativeClient(s)
  const proof = (secret: string): Credentials => ({ headers: { authorization: `Bearer ${secret}` } })
  const [here, there] = [await n.newDomain(), await n.newDomain()]
  const reader = await n.newReader(here.id)
  let count = 0
  const input = (name: string, things: Readonly<Record<string, string>>): Given => {
    const target = { 'x-roboto-user-id': things['user_id'] ?? '' }
    switch (name) {
      case 'createUser':
        return { body: { user_id: `made-${++count}` } }
      case 'updateUser':
        return { body: { name: 'Changed' }, headers: target }
      case 'deleteUser':
        return { headers: target }
      default:
        return {}
    }
  }
  return {
    prefix: '/roboto',
    contract: roboto,
    things: async () => {
      const { username } = await n.newUser({ domain_id: here.id })
      return { user_id: username }
    },
    given: input,
    callers: { manager: proof(here.secret), readOnly: proof(reader), foreign: proof(there.secret) },
    isErrorResponse: ({ body }) =>
      JSON.stringify(Object.keys(body ?? {})) === '["error"]' &&
      Object.keys(body.error).sort().join() === 'error_code,message',
    open: [],
    readOnlyMay: ['getOwnOrgs', 'getOwnUser', 'getUser', 'getUserOrgs', 'whoAmI'],
    // A foreign caller creates in its own domain.
    foreignMay: ['createUser', 'getOwnOrgs', 'getOwnUser', 'whoAmI'],
  }
}
