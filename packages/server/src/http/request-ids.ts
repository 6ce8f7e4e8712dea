import { randomUUID } from 'node:crypto'

/** The id of a request in the log, the journal and the errors: always of the server's making, so always unique. */
export const makeRequestId = (): string => `req-${randomUUID()}`

const wellFormed = /^[A-Za-z0-9._:+/=@-]{1,128}$/

/** The `X-Request-Id` that a client or a proxy sent, when it is one that can be echoed and logged safely. */
export const clientRequestId = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' && wellFormed.test(header) ? header : undefined
