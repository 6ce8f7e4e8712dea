import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { publicUrlOf } from '../config/public-url.ts'
import type { Config } from '../config/settings-table.ts'
import type { Core } from '../core/kernel/executor.ts'
import { installFastPaths } from '../http/fast-path.ts'
import { mount } from '../http/mount.ts'
import { makeOpening, type Opening } from '../http/opening.ts'
import { operations } from '../http/operations.ts'
import { makeServer } from '../http/server.ts'
import { sharedHeaders } from '../http/shared-headers.ts'
import type { OpenStore } from '../store/engine/open-store.ts'
import { type ApiParts, makeApis } from './apis.ts'
import type { NetworkPolicy } from './network-policy.ts'

export type HttpParts = Omit<ApiParts, 'policy'> & {
  readonly core: Core
  readonly store: Pick<OpenStore, 'ready'>
  readonly policy: NetworkPolicy
  /** Fails a request whose response violates the contract. */
  readonly checkResponses: boolean
  readonly logger: FastifyBaseLogger | undefined
}

export type Http = {
  readonly app: FastifyInstance
  readonly opening: Opening
  /** The port of `metrics_listen` once it is open. */
  readonly metricsPort: () => number | undefined
}

/** The HTTP server with the enabled APIs; it does not listen yet. */
export const makeHttp = (config: Config, parts: HttpParts): Http => {
  const { core, store, policy, checkResponses, logger } = parts
  const publicUrl = publicUrlOf(config)
  const shared = sharedHeaders(publicUrl, config.hsts_max_age)
  const app = makeServer({ shared, logger, publicUrl, isTrustedProxy: policy.isTrustedProxy })
  const opening = makeOpening(app)
  const { requests, metricsPort } = operations(app, {
    ready: async () => {
      if (!opening.isOpen()) throw new Error('startup is not complete')
      await store.ready()
    },
    metricsFor: config.metrics_for,
    metricsListen: policy.metricsListen,
  })
  const apis = makeApis(parts)
  for (const api of apis) mount(app, api, { core, checkResponses, compression: config.compression })
  installFastPaths(app, apis, { core, requests, shared })
  return { app, opening, metricsPort }
}
