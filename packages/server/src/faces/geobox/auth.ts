import type { auth as contract } from '@muster/contract/geobox/auth.ts'
import type { LoginName } from '../../core/auth/named-user.ts'
import { openSession } from '../../core/sessions/open-session.ts'
import type { GeoboxHandlers } from './visit.ts'

/** `DOMAIN\USERNAME`, or a username of the default domain: the client has no other way to name a domain. */
const readLogin = (given: string): Omit<LoginName, 'login'> => {
  const cut = given.indexOf('\\')
  return cut < 0
    ? { username: given }
    : { username: given.slice(cut + 1), domain: { name: given.slice(0, cut) } }
}

export const auth = {
  async signIn({ body }, visit) {
    const { secret } = await visit.run(openSession, {
      ...readLogin(body.username),
      password: body.password,
      agent: visit.header('user-agent')?.slice(0, 255) ?? null,
      address: visit.address,
    })
    return { status: 200, body: { access_token: secret, token_type: 'bearer' } }
  },
} satisfies GeoboxHandlers<typeof contract>
