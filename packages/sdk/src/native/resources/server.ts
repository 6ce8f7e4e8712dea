import type { CallOptions } from '../../transport/transport.ts'
import type { NativeApi } from '../api.ts'
import type { Server, Setting } from '../types.ts'

export const makeServer = (api: NativeApi) => ({
  /** The version and the health of the node that receives the request, and the age of its keys. */
  get: (options?: CallOptions) => api.send<Server>('GET', '/server', {}, options),

  /** Every setting in force with its source; values of secrets are never shown. */
  async settings(options?: CallOptions): Promise<readonly Setting[]> {
    const { settings } = await api.send<{ readonly settings: readonly Setting[] }>(
      'GET',
      '/server/settings',
      {},
      options,
    )
    return settings
  },
})
