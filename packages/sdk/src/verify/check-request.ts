import type { Verified } from './verified.ts'
import type { Verifier } from './verifier.ts'

export interface CheckOptions {
  /** The holder needs one of these roles in its scope; default: every valid secret is accepted. */
  readonly roles?: readonly string[] | undefined
  /** True lets requests without a secret pass; an invalid secret is still rejected. */
  readonly optional?: boolean | undefined
}

/** A rejection, to be sent as a response. */
export type Rejection = {
  readonly status: 401 | 403 | 503
  readonly headers: Readonly<Record<string, string>>
  /** A problem (RFC 9457). */
  readonly body: {
    readonly type: 'about:blank'
    readonly title: string
    readonly status: number
    readonly detail: string
  }
}

/** The holder, or why the request is rejected; both are undefined for an accepted request without a secret. */
export type Checked = { readonly verified: Verified | undefined; readonly rejection: Rejection | undefined }

const reject = (status: Rejection['status'], title: string, detail: string, challenge?: string): Checked => ({
  verified: undefined,
  rejection: {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
    },
    body: { type: 'about:blank', title, status, detail },
  },
})

/** The secret of a request: `Authorization: Bearer`, or `X-Auth-Token`. */
export const secretOf = (header: (name: string) => string | null | undefined): string | undefined => {
  const authorization = header('authorization')
  const bearer = authorization ? /^bearer +(\S+) *$/i.exec(authorization)?.[1] : undefined
  // A malformed or other Authorization is not a missing one.
  if (authorization) return bearer ?? ''
  return header('x-auth-token') ?? undefined
}

/** Verifies the secret of a request and the roles of its holder. Never throws: without the server, it rejects with 503. */
export const checkRequest = async (
  verifier: Pick<Verifier, 'verify'>,
  header: (name: string) => string | null | undefined,
  { roles, optional = false }: CheckOptions = {},
): Promise<Checked> => {
  const secret = secretOf(header)
  if (secret === undefined && optional) return { verified: undefined, rejection: undefined }
  if (secret === undefined)
    return reject(401, 'Unauthorized', 'The request has no bearer token and no X-Auth-Token.', 'Bearer')
  let verified: Verified | undefined
  try {
    verified = await verifier.verify(secret)
  } catch {
    return reject(503, 'Service Unavailable', 'Credentials cannot be verified at the moment.')
  }
  if (!verified)
    return reject(
      401,
      'Unauthorized',
      'The credentials are invalid or have expired.',
      'Bearer error="invalid_token"',
    )
  if (roles && !roles.some((role) => verified.roles.includes(role)))
    return reject(
      403,
      'Forbidden',
      `This needs one of the roles: ${roles.join(', ')}.`,
      'Bearer error="insufficient_scope"',
    )
  return { verified, rejection: undefined }
}

const holders = new WeakMap<object, Verified>()

/** Records the holder of a request for `authOf`. */
export const setAuth = (request: object, verified: Verified | undefined): void => {
  if (verified) holders.set(request, verified)
}

/** The verified holder of a request, after the middleware has accepted it; undefined for an anonymous one. */
export const authOf = (request: object): Verified | undefined => holders.get(request)
