import type { FastifyInstance } from 'fastify'
import { type DomainError, domainError, retryAfter } from '../core/kernel/domain-error.ts'

export type Opening = {
  /** Holds requests from now on. */
  hold(): void
  /** Releases waiting requests; later ones do not wait. */
  open(): void
  isOpen(): boolean
}

/** Maximum milliseconds that a request waits. */
const maxWait = 10_000

/** Operational endpoints, which never wait. */
const ofOperators = new Set(['/healthcheck', '/readyz', '/metrics'])

const notOpen = (): DomainError =>
  domainError('unavailable', 'starting', 'The server is still starting. Try again in a moment.', {
    retryAfter,
  })

/**
 * Delays requests that arrive while the server listens but is not ready: a first start listens before the administrator
 * exists, and would return 401 for the correct password. Must be created before any route.
 */
export const makeOpening = (app: FastifyInstance): Opening => {
  let waiting: Set<(error?: DomainError) => void> | undefined
  const release = (error?: DomainError) => {
    const released = waiting
    waiting = undefined
    for (const go of released ?? []) go(error)
  }
  app.addHook('onRequest', (request, _reply, done) => {
    if (!waiting || ofOperators.has(request.routeOptions.url ?? '')) return done()
    const go = (error?: DomainError) => {
      clearTimeout(clock)
      waiting?.delete(go)
      done(error)
    }
    const clock = setTimeout(() => go(notOpen()), maxWait)
    waiting.add(go)
  })
  app.addHook('preClose', (done) => {
    release(notOpen())
    done()
  })
  return {
    hold: () => {
      waiting ??= new Set()
    },
    open: () => release(),
    isOpen: () => waiting === undefined,
  }
}
