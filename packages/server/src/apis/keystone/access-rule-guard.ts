import type { FastifyRequest } from 'fastify'
import {
  isLimited,
  mayAsk,
  speaksForService,
} from '../../core/access/application-credentials/allowed-requests.ts'
import type { TokenView } from '../../core/access/tokens/token.ts'
import type { TokenReader } from '../../core/access/tokens/token-reader.ts'
import { anonymous, type Caller } from '../../core/kernel/caller.ts'
import { domainError, isDomainError } from '../../core/kernel/domain-error.ts'

const refused = () =>
  domainError('unauthenticated', 'access_rule_refused', 'The request you have made requires authentication.')

/**
 * The path as the router understood it, so that no spelling of an address reads differently here. Undefined
 * for an address that leads nowhere.
 */
const pathOf = ({ routeOptions, params }: FastifyRequest): string | undefined =>
  routeOptions.url?.replaceAll(/:(\w+)/g, (_name, name: string) =>
    String((params as Readonly<Record<string, unknown>>)[name] ?? '').replaceAll('/', '%2F'),
  )

const hasServiceToken = async ({ headers }: FastifyRequest, tokens: TokenReader): Promise<boolean> => {
  const token = headers['x-service-token']
  if (typeof token !== 'string' || token === '') return false
  try {
    return speaksForService(await tokens.read(token))
  } catch (thrown) {
    if (isDomainError(thrown, 'unauthenticated')) return false
    throw thrown
  }
}

/**
 * Whoever a token is, unless access rules say that it is not good for this request (keystone.md section 18).
 * A service that shows a token of its own beside it answers for the request itself.
 */
export const enforceAccessRules = (
  view: TokenView,
  request: FastifyRequest,
  tokens: TokenReader,
): Caller | Promise<Caller> => {
  if (!isLimited(view)) return view.caller
  const path = pathOf(request)
  // Discovery is for clients without a token too: one with a limited token is answered as those are.
  const { method, routeOptions } = request
  if (routeOptions.config.open && (method === 'GET' || method === 'HEAD')) return anonymous
  if (path !== undefined && mayAsk(view, { service: 'identity', method: request.method, path }))
    return view.caller
  return hasServiceToken(request, tokens).then((allowed) => {
    if (!allowed) throw refused()
    return view.caller
  })
}

/** keystonemiddleware and its like say in a header which version of access rules they enforce. */
export const supportsAccessRules = (version: string | readonly string[] | undefined): boolean =>
  Number(version ?? 0) >= 1
