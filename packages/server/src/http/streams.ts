import { PassThrough, Readable } from 'node:stream'
import type { Incoming } from '@muster/contract/operation.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Milliseconds without a byte after which a sender counts as gone. */
const idleLimit = 60_000
/** Milliseconds that a client gets to hear an answer that came before it had sent everything. */
const lingering = 2000

const mediaTypeOf = ({ headers }: FastifyRequest): string =>
  (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''

/** Rejects when the signal is aborted, or when the promise takes too long. */
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

/** The body of a request, read no faster than it is asked for. */
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
 * Reads on for a moment what a client still sends that was answered already, so that it hears the answer before its
 * connection breaks.
 */
export const drain = ({ raw }: FastifyRequest): void => {
  if (raw.complete || raw.destroyed) return
  raw.resume()
  const clock = setTimeout(() => raw.complete || raw.destroy(), lingering)
  raw.once('close', () => clearTimeout(clock))
}

/**
 * Text that is sent as it is made. Beside a body that is still read nobody waits for the client to take it: one that
 * reads only after it has sent everything would wait for ever. Such answers are kept short by whoever makes them.
 */
export const answerStream = (
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
