import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Core } from '../core/core.ts'
import type { Face, ShortAnswer } from './face.ts'
import type { RequestMetrics } from './request-metrics.ts'

export type ShortcutsOptions = { readonly core: Core; readonly requests: RequestMetrics }

type Answer = (headers: FastifyRequest['headers']) => ShortAnswer | undefined

/**
 * Answers what is asked most before the router sees it, when memory has the whole answer. Only a plain success is
 * answered here, by the same core and the same rules: whatever else the answer would be, the usual way finds and
 * words it. Not where every request is logged, nor while the server stops.
 */
export const takeShortcuts = (
  app: FastifyInstance,
  faces: readonly Face[],
  { core, requests }: ShortcutsOptions,
): void => {
  if (['trace', 'debug'].includes(app.log.level)) return
  const answers = new Map<string, Answer>()
  for (const { prefix, shortcuts = {} } of faces)
    for (const [path, answer] of Object.entries(shortcuts))
      answers.set(`${prefix}${path}`, (headers) => answer(headers, core.now))
  let stopping = false
  app.addHook('preClose', (done) => {
    stopping = true
    done()
  })
  const usual = app.server.listeners('request') as ((
    asked: FastifyRequest['raw'],
    answer: FastifyReply['raw'],
  ) => void)[]
  app.server.removeAllListeners('request')
  app.server.on('request', (asked, response) => {
    const url = asked.url ?? ''
    const begun = performance.now()
    const short = asked.method === 'GET' && !stopping ? answers.get(url)?.(asked.headers) : undefined
    if (!short) {
      for (const listener of usual) listener(asked, response)
      return
    }
    response.writeHead(200, short.headers(`req-${randomUUID()}`))
    response.end(short.rendered)
    requests.count('GET', url, 200, (performance.now() - begun) / 1000)
  })
}
