import { isIPv6 } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { type DomainError, domainError } from '../core/kernel/domain-error.ts'

/** One limit: so many requests in so many seconds, at once or spread. */
export type Limit = { readonly name: string; readonly quota: number; readonly window: number }

export type Taken = {
  readonly allowed: boolean
  /** Whole requests that are left. */
  readonly left: number
  /** Seconds until all of them are there again, and until one is. */
  readonly full: number
  readonly next: number
}

export type Limiter = Limit & {
  take(key: string): Taken
  /** What `take` would answer, without taking. */
  peek(key: string): Taken
}

type Bucket = { tokens: number; at: number }

/**
 * Token buckets in memory, one for each key: a node counts what it sees itself. Beyond `capacity` the one that was
 * not used for longest is forgotten, which forgives more than it should and never less. `now` is in milliseconds.
 */
export const makeLimiter = (limit: Limit, now: () => number, capacity = 50_000): Limiter => {
  const { quota, window } = limit
  const rate = quota / window / 1000
  const buckets = new Map<string, Bucket>()
  const tokensAt = (key: string, at: number): number => {
    const before = buckets.get(key)
    return before ? Math.min(quota, before.tokens + (at - before.at) * rate) : quota
  }
  const told = (tokens: number): Taken & { readonly rest: number } => {
    const allowed = tokens >= 1
    const rest = allowed ? tokens - 1 : tokens
    return {
      allowed,
      rest,
      left: Math.floor(rest),
      full: Math.ceil((quota - rest) / rate / 1000),
      next: Math.max(1, Math.ceil((1 - rest) / rate / 1000)),
    }
  }
  return {
    ...limit,
    peek: (key) => told(tokensAt(key, now())),
    take(key) {
      const at = now()
      const { rest, ...taken } = told(tokensAt(key, at))
      buckets.delete(key)
      if (buckets.size >= capacity) buckets.delete(buckets.keys().next().value ?? '')
      buckets.set(key, { tokens: rest, at })
      return taken
    },
  }
}

/** Somebody with a network of IPv6 has more addresses than we could count: the network counts. */
export const addressKey = (address: string): string => {
  const v4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (v4 !== undefined || !isIPv6(address)) return v4 ?? address
  const [head = '', tail] = address.replace(/%.*$/, '').toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups = [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}

export type Limiters = {
  /** By address: whoever proves nothing, or tries to. Absent: any number. */
  readonly strangers?: Limiter | undefined
  /** By user. Absent: any number. */
  readonly callers?: Limiter | undefined
}

export type Limits = (
  request: FastifyRequest,
  tell: (headers: Readonly<Record<string, string>>) => void,
) => DomainError | undefined

/**
 * Counts a request whose caller is known by now, and tells what is left of its limit
 * (draft-ietf-httpapi-ratelimit-headers). Proving who one is counts by address, whoever asks meanwhile: a user
 * has no more guesses than a stranger.
 */
export const requestLimits =
  ({ strangers, callers }: Limiters): Limits =>
  ({ caller, clientAddress, method, routeOptions }, tell) => {
    const proves = method === 'POST' && routeOptions.config.open === true
    const known = caller.kind === 'known' && !proves
    const limiter = known ? callers : strangers
    if (!limiter) return undefined
    const { name, quota, window } = limiter
    const { allowed, left, full, next } = limiter.take(known ? caller.userId : addressKey(clientAddress))
    tell({
      'ratelimit-policy': `"${name}";q=${quota};w=${window}`,
      ratelimit: `"${name}";r=${left};t=${full}`,
    })
    if (allowed) return undefined
    return domainError(
      'resource_exhausted',
      'rate_limited',
      `Too many requests: try again in ${next} seconds.`,
      {
        retryAfter: next,
      },
    )
  }
