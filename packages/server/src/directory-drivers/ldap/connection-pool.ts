import { setTimeout as sleep } from 'node:timers/promises'
import { directoryUnavailable } from '../../core/directory/external/external-directory.ts'
import type { LdapConnection } from './ldap-connection.ts'

export type PoolOptions = {
  readonly size: number
  /** Milliseconds after which a connection is replaced; 0: connections are used once. */
  readonly lifetime: number
  /** Milliseconds that a request waits for a connection. */
  readonly timeout: number
  readonly retries: number
  readonly retryDelay: number
}

export type ConnectionPool = {
  /** Runs work with a connection of its own. Rejects with `unavailable` when there is none in time. */
  use<T>(work: (connection: LdapConnection) => Promise<T>): Promise<T>
  close(): void
}

type Held = { readonly connection: LdapConnection; readonly until: number }

/** Requests that may wait for a connection; others are rejected at once. */
const mostWaiting = 200
/** Milliseconds in which no new connection is tried after one failed, so that requests do not wait one after another. */
const pauseAfterFailure = 1000

/**
 * A bounded number of connections with a bounded queue, so that a directory that does not respond holds neither memory nor
 * requests of other domains.
 */
export const makeConnectionPool = (
  open: () => Promise<LdapConnection>,
  { size, lifetime, timeout, retries, retryDelay }: PoolOptions,
): ConnectionPool => {
  const idle: Held[] = []
  const waiting: (() => void)[] = []
  let used = 0
  let closed = false
  let failedUntil = 0

  const enter = async (): Promise<void> => {
    if (used < size) {
      used++
      return
    }
    if (waiting.length >= mostWaiting) throw directoryUnavailable('too many requests wait for it')
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const admit = () => {
      clearTimeout(timer)
      // In a later turn: after a failed connection, all that wait are rejected, each as the one before leaves.
      setImmediate(resolve)
    }
    const timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(admit), 1)
      reject(directoryUnavailable('all its connections are in use'))
    }, timeout)
    waiting.push(admit)
    // The request that leaves hands its place over.
    await promise
  }
  const leave = (): void => {
    const next = waiting.shift()
    if (next) next()
    else used--
  }

  const connect = async (): Promise<Held> => {
    if (performance.now() < failedUntil) throw directoryUnavailable('the last connection failed')
    const giveUp = performance.now() + timeout
    for (let attempt = 0; ; attempt++) {
      try {
        return { connection: await open(), until: performance.now() + lifetime }
      } catch (error) {
        if (attempt >= retries || performance.now() + retryDelay >= giveUp) {
          failedUntil = performance.now() + pauseAfterFailure
          throw error
        }
        await sleep(retryDelay)
      }
    }
  }
  const take = async (): Promise<Held> => {
    for (let held = idle.pop(); held; held = idle.pop()) {
      if (held.connection.isOpen() && held.until > performance.now()) return held
      held.connection.close()
    }
    return connect()
  }
  const putBack = (held: Held): void => {
    const isUsable = !closed && held.connection.isOpen() && held.until > performance.now()
    if (isUsable) idle.push(held)
    else held.connection.close()
  }

  return {
    async use(work) {
      await enter()
      try {
        const held = await take()
        try {
          return await work(held.connection)
        } finally {
          // Work closes a connection whose server did not respond as expected.
          if (!held.connection.isOpen()) failedUntil = performance.now() + pauseAfterFailure
          putBack(held)
        }
      } finally {
        leave()
      }
    },
    close() {
      closed = true
      for (const { connection } of idle.splice(0)) connection.close()
    },
  }
}
