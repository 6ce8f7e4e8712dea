import type { FastifyBaseLogger } from 'fastify'
import { type DestinationStream, pino } from 'pino'

const standardError = () => pino.destination({ dest: 2, sync: false })

/**
 * Logs as JSON lines, on standard error, so that what is meant for people stays alone on standard output.
 * Headers and bodies are never logged, and what a request line could carry into a log is escaped by JSON (T78).
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
