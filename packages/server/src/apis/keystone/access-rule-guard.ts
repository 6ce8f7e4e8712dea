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

const accessDenied = () =>
  domainError('unauthenticated', 'access_rule_refused', 'The request you have made requires authentication.')

/**
 * The path as the router matched it, so that both interpret every URL in the same way. Undefined for a URL without a
 * route.
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
 * The caller of a token, unless its access rules do not allow this request (keystone.md section 18). With a service
 * token in addition, the service has already checked the request.
 */
export const enforceAccessRules = (
  view: TokenView,
  request: FastifyRequest,
  tokens: TokenReader,
): Caller | Promise<Caller> => {
  if (!isLimited(view)) return view.caller
  const path = pathOf(request)
  // Discovery needs no token, so access rules do not restrict it.
  const { method, routeOptions } = request
  if (routeOptions.config.public && (method === 'GET' || method === 'HEAD')) return anonymous
  if (path !== undefined && mayAsk(view, { service: 'identity', method: request.method, path }))
    return view.caller
  return hasServiceToken(request, tokens).then((allowed) => {
    if (!allowed) throw accessDenied()
    return view.caller
  })
}

/** keystonemiddleware sends the version of access rules that it enforces in a header. */
export const supportsAccessRules = (version: string | readonly string[] | undefined): boolean =>
  Number(version ?? 0) >= 1
