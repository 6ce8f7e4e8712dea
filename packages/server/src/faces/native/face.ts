import { native } from '@muster/contract/native/all.ts'
import { refuse } from '../../core/refusal.ts'
import type { SessionReader } from '../../core/sessions/session-reader.ts'
import type { Face, Visit } from '../../http/face.ts'
import { parseJson } from '../../http/read-json.ts'
import { discovery } from './discovery.ts'
import { faulted, refused } from './errors.ts'
import { me } from './me.ts'
import { authenticate } from './proof.ts'
import { sessions } from './sessions.ts'
import { users } from './users.ts'
import type { NativeHandlers, NativeVisit } from './visit.ts'

/** Bytes: a description of full length, however it is written, with room for the rest. */
const bodyLimit = 524_288

const readBody = (bytes: Buffer, contentType: string | undefined): unknown => {
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(contentType?.trim() ?? ''))
    throw refuse('invalid', 'media_type_unsupported', 'Send JSON, with Content-Type: application/json.')
  return parseJson(bytes)
}

export type NativeParts = Pick<NativeVisit, 'cursors' | 'settings'> & { readonly sessions: SessionReader }

const handlers = { ...discovery, ...me, ...sessions, ...users } satisfies NativeHandlers<typeof native>

/** Muster's own API at `/api/v1`. */
export const nativeFaces = ({ cursors, settings, sessions: reader }: NativeParts): readonly Face[] => {
  const told =
    (handler: (ask: never, visit: NativeVisit) => Promise<unknown>) => (ask: never, visit: Visit) =>
      handler(ask, { ...visit, cursors, settings })
  return [
    {
      name: 'native',
      prefix: '/api/v1',
      contract: native,
      handlers: Object.fromEntries(
        Object.entries(handlers).map(([name, handler]) => [name, told(handler as never)]),
      ) as Face['handlers'],
      bodyLimit,
      authenticate: authenticate(reader),
      proofFirst: true,
      refused,
      faulted,
      readBody,
      headers: ({ id }) => ({
        'x-request-id': id,
        'cache-control': 'no-store',
        vary: 'Authorization, Cookie',
        'x-content-type-options': 'nosniff',
      }),
    },
  ]
}
