import { isIPv6 } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { type DomainError, domainError } from '../core/kernel/domain-error.ts'

/** `quota` requests in `window` seconds, at once or spread. */
export type Limit = { readonly name: string; readonly quota: number; readonly window: number }

export type Taken = {
  readonly allowed: boolean
  /** Remaining whole requests. */
  readonly left: number
  /** Seconds until the quota is full again, and until one request is available. */
  readonly full: number
  readonly next: number
}

export type Limiter = Limit & {
  take(key: string): Taken
  /** The result of `take` without taking. */
  peek(key: string): Taken
}

type Bucket = { tokens: number; at: number }

/**
 * Token buckets in memory, one for each key, counted per node. Above `capacity` the least recently used bucket is
 * evicted, so a limit can be too lenient but never too strict. `now` is in milliseconds.
 */
export const makeLimiter = (limit: Limit, now: () => number, capacity = 50_000): Limiter => {
  const { quota, window } = limit
  const rate = quota / window / 1000
  const buckets = new Map<string, Bucket>()
  const tokensAt = (key: string, at: number): number => {
    const before = buckets.get(key)
    return before ? Math.min(quota, before.tokens + (at - before.at) * rate) : quota
  }
  const spend = (tokens: number): Taken & { readonly rest: number } => {
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
    peek: (key) => spend(tokensAt(key, now())),
    take(key) {
      const at = now()
      const { rest, ...taken } = spend(tokensAt(key, at))
      buckets.delete(key)
      if (buckets.size >= capacity) buckets.delete(buckets.keys().next().value ?? '')
      buckets.set(key, { tokens: rest, at })
      return taken
    },
  }
}

/** IPv6 addresses count by their /64 network, because one client can use all of its addresses. */
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
  /** By address: unauthenticated requests and sign-ins. Absent: no limit. */
  readonly perAddress?: Limiter | undefined
  /** By user. Absent: no limit. */
  readonly perUser?: Limiter | undefined
}

export type Limits = (
  request: FastifyRequest,
  setHeaders: (headers: Readonly<Record<string, string>>) => void,
) => DomainError | undefined

/**
 * Counts an authenticated or anonymous request and sets the rate limit headers (draft-ietf-httpapi-ratelimit-headers).
 * Authentication attempts count by address even with a known caller, so that a user has no more attempts than an
 * anonymous client.
 */
export const requestLimits =
  ({ perAddress, perUser }: Limiters): Limits =>
  ({ caller, clientAddress, method, routeOptions }, setHeaders) => {
    const authenticates = method === 'POST' && routeOptions.config.public === true
    const known = caller.kind === 'known' && !authenticates
    const limiter = known ? perUser : perAddress
    if (!limiter) return undefined
    const { name, quota, window } = limiter
    const { allowed, left, full, next } = limiter.take(known ? caller.userId : addressKey(clientAddress))
    setHeaders({
      'ratelimit-policy': `"${name}";q=${quota};w=${window}`,
      ratelimit: `"${name}";r=${left};t=${full}`,
    })
    if (allowed) return undefined
    return domainError(
      'resource_exhausted',
      'rate_limited',
      `Too many requests. Try again in ${next} seconds.`,
      {
        retryAfter: next,
      },
    )
  }
