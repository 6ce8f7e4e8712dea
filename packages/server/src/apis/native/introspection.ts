import type { introspection as contract } from '@muster/contract/native/introspection.ts'
import { introspectSecret } from '../../core/access/authentication/introspect-secret.ts'
import { showAuthority } from './me.ts'
import type { NativeHandlers } from './request-context.ts'

const seconds = (ms: number) => Math.floor(ms / 1000)

/** A scope token of OAuth 2.0 (RFC 6749 section 3.3). */
const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]+$/

export const introspection = {
  async introspect({ body }, context) {
    const found = await context.run(introspectSecret, { secret: body.token })
    if (!found) return { status: 200, body: { active: false } }
    const { user, kind, authority, createdAt, expiresAt } = found
    const names = authority.roles.map(({ name }) => name)
    return {
      status: 200,
      body: {
        active: true,
        sub: user.id,
        username: user.name,
        domain_id: user.domainId,
        token_type: 'Bearer',
        kind,
        scope: names.filter((name) => scopeToken.test(name)).join(' '),
        authority: showAuthority(authority),
        iat: seconds(createdAt),
        ...(expiresAt === null ? {} : { exp: seconds(expiresAt) }),
      },
    }
  },
} satisfies NativeHandlers<typeof contract>
