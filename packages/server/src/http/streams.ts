import { PassThrough, Readable } from 'node:stream'
import type { Incoming } from '@muster/contract/operation.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Milliseconds without a byte after which the client counts as disconnected. */
const idleLimit = 60_000
/** Milliseconds that a client has to read a response that was sent before the end of its body. */
const drainTimeout = 2000

const mediaTypeOf = ({ headers }: FastifyRequest): string =>
  (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''

/** Rejects when the signal is aborted or the promise takes too long. */
const inTime = <T>(promise: Promise<T>, aborted: AbortController): Promise<T> =>
  new Promise((resolve, reject) => {
    const { signal } = aborted
    const clock = setTimeout(() => aborted.abort('sender_idle'), idleLimit)
    const end = () => {
      clearTimeout(clock)
      signal.removeEventListener('abort', stop)
    }
    const stop = () => {
      end()
      reject(new Error(`The body ended: ${signal.reason}.`))
    }
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
    promise.then(resolve, reject).finally(end)
  })

/** The body of a request as a stream with backpressure. */
export const incoming = (request: FastifyRequest, reply: FastifyReply, closing: AbortSignal): Incoming => {
  const aborted = new AbortController()
  const abort = (code: string) => {
    if (!aborted.signal.aborted) aborted.abort(code)
  }
  const stop = () => abort('server_stopping')
  if (closing.aborted) stop()
  closing.addEventListener('abort', stop)
  reply.raw.once('close', () => {
    closing.removeEventListener('abort', stop)
    abort(reply.raw.writableFinished ? 'answered' : 'client_gone')
  })
  async function* bytes(): AsyncGenerator<Uint8Array> {
    const reader = request.raw.iterator({ destroyOnReturn: false })
    for (;;) {
      const next = await inTime(reader.next(), aborted).catch((error) => {
        abort('client_gone')
        throw error
      })
      if (next.done) return
      yield next.value
    }
  }
  return { mediaType: mediaTypeOf(request), bytes: bytes(), signal: aborted.signal }
}

/**
 * Discards the rest of a body that was already answered for a limited time, so that the client can read the response
 * before its connection is closed.
 */
export const drain = ({ raw }: FastifyRequest): void => {
  if (raw.complete || raw.destroyed) return
  raw.resume()
  const clock = setTimeout(() => raw.complete || raw.destroy(), drainTimeout)
  raw.once('close', () => clearTimeout(clock))
}

/** A scope for routes with streamed bodies, whose clients can receive the response before they have sent everything. */
export const streamScope = (scope: FastifyInstance): FastifyInstance => {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(
    '*',
    (_request: FastifyRequest, _payload: unknown, done: (error: null) => void) => done(null),
  )
  scope.addHook('onResponse', (request, _reply, done) => {
    drain(request)
    done()
  })
  return scope
}

/**
 * A streamed response. With `waiting` false, it is written without backpressure while the request body is still read:
 * a client that reads only after it has sent everything would cause a deadlock. The handler keeps such responses short.
 */
export const streamResponse = (
  text: AsyncIterable<string>,
  { waiting, failed }: { readonly waiting: boolean; readonly failed: (error: unknown) => void },
): Readable => {
  if (waiting)
    return Readable.from(text, { objectMode: false, highWaterMark: 65_536 }).on('error', (error) =>
      failed(error),
    )
  const out = new PassThrough()
  out.on('error', () => {})
  const pass = async () => {
    try {
      for await (const part of text) if (!out.destroyed) out.write(part)
    } catch (error) {
      failed(error)
    }
    out.end()
  }
  void pass()
  return out
}
