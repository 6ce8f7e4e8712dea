import type { OperationContext } from '../../kernel/operation.ts'
import type { Endpoint } from './catalog.ts'
import { withPublicUrl } from './url-template.ts'

/** With the address of this server instead of the placeholder for it. */
export const shownEndpoint = (endpoint: Endpoint, { ports }: Pick<OperationContext, 'ports'>): Endpoint => ({
  ...endpoint,
  url: withPublicUrl(endpoint.url, ports.settings.publicUrl),
})
