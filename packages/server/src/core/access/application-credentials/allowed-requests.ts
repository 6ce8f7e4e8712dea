import type { TokenView } from '../tokens/token.ts'
import { pathFits } from './path-pattern.ts'

/** One request to a service, as access rules describe them. */
export type ServiceRequest = {
  /** As the catalog calls the service: `identity`. */
  readonly service: string
  readonly method: string
  /** Without the query. */
  readonly path: string
}

/** Whether access rules say which requests the token is good for. */
export const isLimited = ({ delegated }: Pick<TokenView, 'delegated'>): boolean =>
  delegated?.kind === 'application_credential' && delegated.accessRules !== null

/** Whether a token is good for a request, as far as access rules tell (keystone.md section 18). */
export const mayAsk = (
  { delegated, catalog }: Pick<TokenView, 'delegated' | 'catalog'>,
  { service, method, path }: ServiceRequest,
): boolean => {
  if (delegated?.kind !== 'application_credential' || delegated.accessRules === null) return true
  // Whoever holds a token may ask what it is worth.
  if (service === 'identity' && method === 'GET' && path === '/v3/auth/tokens') return true
  if (!catalog.some(({ type }) => type === service)) return false
  return delegated.accessRules.some(
    (rule) => rule.service === service && rule.method === method && pathFits(rule.path, path),
  )
}

/** A service that shows its own token beside a user's answers for what it asks. */
export const speaksForService = ({ roles }: Pick<TokenView, 'roles'>): boolean =>
  roles.some(({ name }) => name.toLowerCase() === 'service')
