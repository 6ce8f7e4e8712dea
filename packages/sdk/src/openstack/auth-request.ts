import { ArgumentError } from '../transport/errors.ts'
import type { AuthMethod, DomainRef, NameInDomain, Scope, Secret } from './auth-options.ts'
import { idOf, wireName } from './fields.ts'

export const secretOf = async (secret: Secret, argument: string): Promise<string> => {
  const value = typeof secret === 'function' ? await secret() : secret
  if (typeof value !== 'string' || value === '') throw new ArgumentError(argument, 'must be a non-empty text')
  return value
}

const isFilled = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** What a caller without types may have passed in place of a reference. */
type Given = { readonly id?: unknown; readonly name?: unknown; readonly domain?: DomainRef }

const refOf = <T>(ref: string | T) => (typeof ref === 'string' ? { id: ref } : ref)

const domainOf = (domain: DomainRef | undefined, argument: string) => {
  const { id, name }: Given = { ...domain }
  if (isFilled(id)) return { id }
  if (isFilled(name)) return { name }
  throw new ArgumentError(argument, 'must have an id or a name')
}

/** The id wins over the name, so that objects of responses can be passed. */
const namedOf = (ref: NameInDomain | undefined, argument: string) => {
  const { id, name, domain }: Given = { ...ref }
  if (isFilled(id)) return { id }
  if (isFilled(name)) return { name, domain: domainOf(domain, `${argument}.domain`) }
  throw new ArgumentError(argument, 'must have an id, or a name and a domain')
}

const types: readonly unknown[] = ['password', 'totp', 'token', 'applicationCredential']

/** The methods of `auth`, checked. */
export const methodsOf = (auth: AuthMethod | readonly AuthMethod[]): readonly AuthMethod[] => {
  const methods = [auth].flat() as AuthMethod[]
  if (methods.length === 0) throw new ArgumentError('auth', 'must not be empty')
  for (const method of methods)
    if (!types.includes(method?.type))
      throw new ArgumentError('auth', `type must be one of ${types.join(', ')}, or apiKey or cookie alone`)
  if (new Set(methods.map(({ type }) => type)).size < methods.length)
    throw new ArgumentError('auth', 'must not contain a method twice')
  return methods
}

const payloadOf = async (method: AuthMethod, otherUser: NameInDomain | undefined) => {
  switch (method.type) {
    case 'password':
      return {
        user: { ...namedOf(method.user, 'user'), password: await secretOf(method.password, 'password') },
      }
    case 'totp':
      return {
        user: {
          ...namedOf(method.user ?? otherUser, 'user'),
          passcode: await secretOf(method.passcode, 'passcode'),
        },
      }
    case 'token':
      return { id: await secretOf(method.token, 'token') }
    case 'applicationCredential': {
      const secret = await secretOf(method.secret, 'secret')
      const { id, name, user }: Given & { readonly user?: NameInDomain } = method
      if (isFilled(id)) return { id, secret }
      if (isFilled(name)) return { name, user: namedOf(user, 'user'), secret }
      throw new ArgumentError('auth', 'must have an id, or a name and a user')
    }
  }
}

/** The scope as the server expects it; undefined without a scope. */
export const scopeToWire = (scope: Scope | undefined) => {
  if (scope === undefined || scope === 'unscoped') return scope
  if ('project' in scope) {
    const { project } = scope
    return { project: namedOf(refOf(project), 'scope.project') }
  }
  if ('domain' in scope) {
    const { domain } = scope
    return { domain: domainOf(refOf(domain), 'scope.domain') }
  }
  if ('trust' in scope) return { 'OS-TRUST:trust': { id: idOf(scope.trust, 'scope.trust') } }
  if (scope.system === 'all') return { system: { all: true } }
  throw new ArgumentError('scope', 'must be "unscoped", or have a project, domain, system or trust')
}

/** The body of `POST /auth/tokens` (keystone.md section 6.1). `user` is the user of a continued receipt. */
export const authBody = async (
  methods: readonly AuthMethod[],
  scope: Scope | undefined,
  user?: NameInDomain | undefined,
) => {
  const otherUser =
    user ?? methods.flatMap((method) => ('user' in method && method.user ? [method.user] : []))[0]
  const payloads: [string, unknown][] = []
  for (const method of methods) payloads.push([wireName(method.type), await payloadOf(method, otherUser)])
  return {
    auth: {
      identity: { methods: payloads.map(([name]) => name), ...Object.fromEntries(payloads) },
      ...(scope !== undefined && { scope: scopeToWire(scope) }),
    },
  }
}
