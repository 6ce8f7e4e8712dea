import type { FastifyInstance } from 'fastify'
import { type DomainError, domainError, retryAfter } from '../core/kernel/domain-error.ts'

export type Opening = {
  /** From now on requests wait. */
  hold(): void
  /** What waits is answered, and everything after it at once. */
  open(): void
  isOpen(): boolean
}

/** Milliseconds that a request waits at most. */
const patience = 10_000

/** Answered at once in any case: they tell whether the server lives and whether it is open. */
const ofOperators = new Set(['/healthcheck', '/readyz', '/metrics'])

const notOpen = (): DomainError =>
  domainError('unavailable', 'starting', 'The server is still starting. Try again in a moment.', {
    retryAfter,
  })

/**
 * Lets requests wait that arrive while the server listens and is not ready: a first start listens before it has an
 * administrator, and would answer 401 to the right password. Must be made before any route.
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
    const clock = setTimeout(() => go(notOpen()), patience)
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
