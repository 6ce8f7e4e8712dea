import type { FastifyBaseLogger } from 'fastify'
import { type DestinationStream, pino } from 'pino'

const standardError = () => pino.destination({ dest: 2, sync: false })

/**
 * Writes JSON lines to standard error; standard output is reserved for text for the operator. Headers and bodies
 * are never logged, and JSON escapes the content of request lines (T78).
 */
export const makeLogger = (level: string, to: DestinationStream = standardError()): FastifyBaseLogger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['req.headers', 'password', 'token', '*.password', '*.token', '*.secret'],
    },
    to,
  ) as unknown as FastifyBaseLogger
