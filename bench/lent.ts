import { randomBytes } from 'node:crypto'
import { must, type Place, signIn } from './place.ts'
import { seedOf } from './seed.ts'

/** One way to lend authority, and a token of it for the seed's project, made through Identity v3 alone. */
export type LentKind = { readonly name: string; readonly token: (place: Place) => Promise<string> }

/** An application credential of the seed's user, with a secret that the server made, as a body to sign in with. */
export const credentialAuth = async (place: Place): Promise<object> => {
  const { userId, userToken } = await seedOf(place)
  const { body } = await must(place, 201, {
    method: 'POST',
    path: `/v3/users/${userId}/application_credentials`,
    token: userToken,
    body: { application_credential: { name: `bench-${randomBytes(4).toString('hex')}` } },
  })
  const { id, secret } = body.application_credential
  return {
    auth: { identity: { methods: ['application_credential'], application_credential: { id, secret } } },
  }
}

/** Every kind that is measured; a kind more is a line more. */
export const lentKinds: readonly LentKind[] = [
  { name: 'application credential', token: async (place) => signIn(place, await credentialAuth(place)) },
]
