import type { TokenView } from '../tokens/token.ts'
import { pathFits } from './path-pattern.ts'

/** One request to a service, in the terms of access rules. */
export type ServiceRequest = {
  /** The service type in the catalog, such as `identity`. */
  readonly service: string
  readonly method: string
  /** Without the query string. */
  readonly path: string
}

/** Whether access rules limit the requests of the token. */
export const isLimited = ({ delegated }: Pick<TokenView, 'delegated'>): boolean =>
  delegated?.kind === 'application_credential' && delegated.accessRules !== null

/** Whether the access rules of a token allow a request (keystone.md section 18). */
export const mayAsk = (
  { delegated, catalog }: Pick<TokenView, 'delegated' | 'catalog'>,
  { service, method, path }: ServiceRequest,
): boolean => {
  if (delegated?.kind !== 'application_credential' || delegated.accessRules === null) return true
  // A token may always validate itself.
  if (service === 'identity' && method === 'GET' && path === '/v3/auth/tokens') return true
  if (!catalog.some(({ type }) => type === service)) return false
  return delegated.accessRules.some(
    (rule) => rule.service === service && rule.method === method && pathFits(rule.path, path),
  )
}

/** Whether the token is that of a service, which may send its own token beside a user's and then enforces access rules itself. */
export const speaksForService = ({ roles }: Pick<TokenView, 'roles'>): boolean =>
  roles.some(({ name }) => name.toLowerCase() === 'service')
