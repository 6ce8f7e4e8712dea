import { bootstrapOnce } from '../src/composition/administrator.ts'
import { type Muster, type MusterOptions, openMuster } from '../src/composition/server.ts'
import { loadSettings } from '../src/config/load-config.ts'
import type { Config } from '../src/config/settings-table.ts'
import type { Email } from '../src/core/messaging/mail/mail-transport.ts'
import type { Place } from './databases.ts'
import { recordResponse } from './recorded-routes.ts'
import { memoryMailTransport } from './sent-emails.ts'

export type Called = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where it is not
  readonly body: any
}

export type Call = {
  readonly token?: string | undefined
  readonly subject?: string | undefined
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** The client address. */
  readonly from?: string
}

export type TestServer = {
  readonly muster: Muster
  /** Sends all pending email and returns every email so far. */
  readonly sentEmails: () => Promise<readonly Email[]>
  readonly call: (method: string, url: string, call?: Call) => Promise<Called>
  /** A token of the administrator for the project `admin`, and one for the system. */
  readonly admin: string
  readonly system: string
  /** Signs in and returns the token. */
  readonly signIn: (user: object, scope?: object | string) => Promise<string>
  close(): Promise<void>
}

export const adminPassword = 'correct horse battery'

/** The complete server, bootstrapped, with every response checked against its contract; no port is opened. */
export const startTestServer = async (
  place: Place,
  environment: Record<string, string> = {},
  settings: Partial<Config> = {},
  options: Pick<MusterOptions, 'systemTime' | 'checkResponses'> = {},
): Promise<TestServer> => {
  const { config, sources: settingSources } = loadSettings({
    MUSTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    MUSTER_PUBLIC_URL: 'http://muster.test',
    ...place.environment,
    ...environment,
  })
  const mailTransport = memoryMailTransport()
  const muster = await openMuster(
    // Tests send requests faster than users; tests of limits set their own.
    {
      ...config,
      rate_limit_per_address: 0,
      rate_limit_per_user: 0,
      failed_proof_limit_per_address: 0,
      failed_proof_limit_per_user: 0,
      ...settings,
    },
    { settingSources, checkResponses: true, synchronous: 'off', mailTransport, ...options },
  )
  await bootstrapOnce(muster, adminPassword)
  const call: TestServer['call'] = async (method, url, { token, subject, body, headers, from } = {}) => {
    const response = await muster.app.inject({
      method: method as 'GET',
      url,
      ...(from === undefined ? {} : { remoteAddress: from }),
      headers: {
        ...(token === undefined ? {} : { 'x-auth-token': token }),
        ...(subject === undefined ? {} : { 'x-subject-token': subject }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    recordResponse(method, url, response.statusCode)
    const isJson = /[/+]json/.test(String(response.headers['content-type'] ?? ''))
    return {
      status: response.statusCode,
      headers: response.headers,
      body: response.body === '' ? undefined : isJson ? JSON.parse(response.body) : response.body,
    }
  }
  const signIn: TestServer['signIn'] = async (user, scope) => {
    const answer = await call('POST', '/v3/auth/tokens', {
      body: {
        auth: {
          identity: { methods: ['password'], password: { user } },
          ...(scope === undefined ? {} : { scope }),
        },
      },
    })
    if (answer.status !== 201)
      throw new Error(`sign-in answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    return String(answer.headers['x-subject-token'])
  }
  const user = { name: 'admin', domain: { id: 'default' }, password: adminPassword }
  return {
    muster,
    sentEmails: async () => {
      await muster.recoveryWorker.round()
      await muster.mailDispatcher.round()
      return [...mailTransport.sentEmails]
    },
    call,
    signIn,
    admin: await signIn(user, { project: { name: 'admin', domain: { id: 'default' } } }),
    system: await signIn(user, { system: { all: true } }),
    close: async () => {
      await muster.close()
      await place.remove()
    },
  }
}
