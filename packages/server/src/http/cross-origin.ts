import type { FastifyRequest } from 'fastify'
import type { HttpResponse } from './api.ts'

/** Request headers that pages of other origins may send. */
const allowedHeaders = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'X-Muster-Request',
  'X-Muster-User',
  'X-Request-Id',
].join(', ')

/** Response headers that scripts may read in addition to the safelisted ones. */
const exposedHeaders = [
  'ETag',
  'Idempotent-Replay',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'WWW-Authenticate',
  'X-Request-Id',
].join(', ')

/** Seconds that a browser may cache a preflight response. */
const keptFor = '600'

/** CORS headers for an allowed origin; none for any other. */
export const crossOriginHeaders = (
  allowed: readonly string[],
  { headers: { origin } }: Pick<FastifyRequest, 'headers'>,
): Readonly<Record<string, string>> =>
  origin === undefined || !allowed.includes(origin)
    ? {}
    : {
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': exposedHeaders,
      }

/** The preflight response for an allowed origin and a URL with these methods. */
export const preflight = (
  allowed: readonly string[],
  { method, headers }: Pick<FastifyRequest, 'method' | 'headers'>,
  methods: readonly string[],
): HttpResponse | undefined =>
  method !== 'OPTIONS' ||
  headers['access-control-request-method'] === undefined ||
  methods.length === 0 ||
  !allowed.includes(headers.origin ?? '')
    ? undefined
    : {
        status: 204,
        headers: {
          'access-control-allow-methods': methods.join(', '),
          'access-control-allow-headers': allowedHeaders,
          'access-control-max-age': keptFor,
        },
      }
