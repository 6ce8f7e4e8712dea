import type { auth as contract } from '@muster/contract/geobox/auth.ts'
import type { LoginIdentifier } from '../../core/access/authentication/find-user-by-login.ts'
import { openSession } from '../../core/access/sessions/open-session.ts'
import type { Handlers } from '../../http/api.ts'

/** `DOMAIN\USERNAME`, or a username in the default domain: the client has no other field for a domain. */
const readLogin = (login: string): Omit<LoginIdentifier, 'login'> => {
  const cut = login.indexOf('\\')
  return cut < 0
    ? { username: login }
    : { username: login.slice(cut + 1), domain: { name: login.slice(0, cut) } }
}

export const auth = {
  async signIn({ body }, context) {
    const { secret } = await context.run(openSession, {
      ...readLogin(body.username),
      password: body.password,
      agent: context.header('user-agent')?.slice(0, 255) ?? null,
      address: context.address,
    })
    return { status: 200, body: { access_token: secret, token_type: 'bearer' } }
  },
} satisfies Handlers<typeof contract>
