import type { ServerResponse } from 'node:http'
import { type FakeServer, type Received, sendJson, startFakeServer } from './fake-server.ts'

const iso = (milliseconds: number) => `${new Date(milliseconds).toISOString().slice(0, 19)}.000000Z`

/** The body of a token response; the lifetime is in seconds. */
export const tokenBody = (attributes: object = {}, lifetime = 3600) => ({
  token: {
    methods: ['password'],
    user: { id: 'u1', name: 'jane', domain: { id: 'default', name: 'Default' }, password_expires_at: null },
    audit_ids: ['a'],
    // A clock that is an hour slow.
    issued_at: iso(Date.now() - 3_600_000),
    expires_at: iso(Date.now() - 3_600_000 + lifetime * 1000),
    ...attributes,
  },
})

type Respond = (request: Received, response: ServerResponse, server: FakeKeystone) => void

export type FakeKeystone = FakeServer & {
  /** How many tokens were issued; the current one is `token-<issued>`. */
  readonly issued: () => number
  /** The requests to other paths than `/v3/auth/tokens`. */
  readonly operations: () => readonly Received[]
}

/** Issues tokens itself, `token-1` and so on, and leaves other requests to `respond`. */
export const startFakeKeystone = async (
  respond: Respond,
  token: (count: number) => object = () => tokenBody(),
): Promise<FakeKeystone> => {
  let issued = 0
  const server = await startFakeServer((request, response) => {
    if (request.method === 'POST' && request.url === '/v3/auth/tokens') {
      issued++
      sendJson(response, 201, token(issued), { 'x-subject-token': `token-${issued}` })
    } else respond(request, response, fake)
  })
  const fake: FakeKeystone = {
    ...server,
    issued: () => issued,
    operations: () => server.received.filter(({ url }) => url !== '/v3/auth/tokens'),
  }
  return fake
}

export const keystoneError = (response: ServerResponse, code: number, title = 'Error'): void =>
  sendJson(
    response,
    code,
    { error: { code, title, message: `rejected: ${title}` } },
    { 'x-openstack-request-id': 'req-1' },
  )
