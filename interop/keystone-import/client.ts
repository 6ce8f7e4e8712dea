// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where it is not
export type Json = Record<string, any>

export type Answer = { readonly status: number; readonly body: Json; readonly token: string }

export type Call = (
  method: string,
  path: string,
  options?: {
    readonly token?: string | undefined
    readonly body?: unknown
    readonly headers?: Record<string, string>
  },
) => Promise<Answer>

/** Requests below `/v3` of one server. */
export const callerOf =
  (url: string): Call =>
  async (method, path, { token, body, headers = {} } = {}) => {
    const response = await fetch(`${url}/v3${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { 'x-auth-token': token }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const isForm = (response.headers.get('content-type') ?? '').includes('urlencoded')
    return {
      status: response.status,
      body: isForm ? Object.fromEntries(new URLSearchParams(text)) : text === '' ? {} : JSON.parse(text),
      token: response.headers.get('x-subject-token') ?? '',
    }
  }

export const passwordAuth = (name: string, password: string, scope?: unknown, domain = 'default') => ({
  auth: {
    identity: { methods: ['password'], password: { user: { name, domain: { id: domain }, password } } },
    ...(scope === undefined ? {} : { scope }),
  },
})

export const system = { system: { all: true } }
export const onProject = (id: string) => ({ project: { id } })

/** As `call`, and throws for another status. */
export const expecting =
  (call: Call) =>
  async (status: number, ...[method, path, options]: Parameters<Call>): Promise<Answer> => {
    const answer = await call(method, path, options)
    if (answer.status !== status)
      throw new Error(
        `${method} ${path}: ${answer.status}, expected ${status}: ${JSON.stringify(answer.body)}`,
      )
    return answer
  }
