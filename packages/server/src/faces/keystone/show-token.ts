import type { TokenView } from '../../core/tokens/token.ts'
import { plainTime, tokenTime } from './times.ts'

/** The body of a token (keystone.md section 6.4), the same at issue and at every validation. */
export const showToken = (view: TokenView, { catalog }: { readonly catalog: boolean }) => {
  const { facts, user, scope } = view
  const shared = {
    methods: [...facts.methods],
    user: { ...user, password_expires_at: plainTime(user.passwordExpiresAt), passwordExpiresAt: undefined },
    audit_ids: [...facts.auditIds],
    issued_at: tokenTime(facts.issuedAt),
    expires_at: tokenTime(facts.expiresAt),
  }
  if (scope.kind === 'unscoped') return shared
  const scoped = {
    ...shared,
    roles: view.roles.map(({ id, name }) => ({ id, name })),
    ...(catalog ? { catalog: view.catalog as never } : {}),
  }
  switch (scope.kind) {
    case 'project':
      return { ...scoped, project: scope.project, is_domain: false }
    case 'domain':
      return { ...scoped, domain: scope.domain }
    case 'system':
      return { ...scoped, system: { all: true as const } }
  }
}

const rendered = new WeakMap<TokenView, Uint8Array>()

/** The body as bytes, made once for as long as nothing about the token changes: the hot path. */
export const renderToken = (view: TokenView): Uint8Array => {
  const known = rendered.get(view)
  if (known) return known
  const bytes = Buffer.from(JSON.stringify({ token: showToken(view, { catalog: true }) }))
  rendered.set(view, bytes)
  return bytes
}
