import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Api, HttpProtocolError } from './api.ts'
import { readForm } from './read-form.ts'
import { readJson } from './read-json.ts'

const unsupported = new HttpProtocolError({
  status: 415,
  code: 'content_encoding_unsupported',
  why: 'The body must be sent as it is, without a Content-Encoding.',
  // RFC 9110 section 15.5.16.
  headers: { 'accept-encoding': 'identity' },
})

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** Rejects bodies with a content coding: limits are of bodies as they are sent, and nothing here expands them. */
const rejectEncodedBody = (
  request: FastifyRequest,
  _reply: FastifyReply,
  _payload: unknown,
  done: (error: Error | null) => void,
): void => {
  const encoding = request.headers['content-encoding']
  const plain = encoding === undefined || /^\s*(?:identity)?\s*$/i.test(encoding)
  const isRead = request.routeOptions.config.body !== 'unread'
  done(!plain && isRead && hasBody(request) ? unsupported : null)
}

/** Reads request bodies as the route configures it, otherwise as the API does. */
export const readBodies = (scope: FastifyInstance, api: Api): void => {
  const readBody = api.readBody ?? readJson
  const readerOf = ({ routeOptions }: FastifyRequest): NonNullable<Api['readBody']> => {
    const { body } = routeOptions.config
    return body === 'form' ? readForm : body === 'unread' ? () => undefined : readBody
  }
  scope.addHook('preParsing', rejectEncodedBody)
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: api.bodyLimit },
    async (request: FastifyRequest, bytes: Buffer) =>
      bytes.length === 0 ? undefined : readerOf(request)(bytes, request.headers['content-type'], request),
  )
}
