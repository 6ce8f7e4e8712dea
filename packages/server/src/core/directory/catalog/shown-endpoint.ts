import type { OperationContext } from '../../kernel/operation.ts'
import type { Endpoint } from './catalog.ts'
import { withPublicUrl } from './url-template.ts'

/** Replaces the placeholder of the public address in the URL. */
export const withResolvedUrl = (
  endpoint: Endpoint,
  { ports }: Pick<OperationContext, 'ports'>,
): Endpoint => ({
  ...endpoint,
  url: withPublicUrl(endpoint.url, ports.publicUrl()),
})
