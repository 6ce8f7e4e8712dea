import { CommandError } from '../usage-error.ts'

export type KeystoneLogin = {
  readonly user: string
  readonly userDomain: string
  readonly password: string
  /** The name of a project of that domain, for what requires a token of a project. */
  readonly project: string
}

/** A response as it is compared: the status, and the body of a success. */
export type Seen = { readonly status: number; readonly body: unknown }

export type Scoped = 'system' | 'project'

export type KeystoneClient = {
  readonly name: string
  /** Reads a path below `/v3`. Waits while the server limits the rate. */
  get(path: string, scope: Scoped): Promise<Seen>
}

/** Time limit of one request, in milliseconds. */
const patience = 60_000

const request = async (name: string, url: string, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(patience), redirect: 'error' })
  } catch (error) {
    const { cause, message } = error as Error & { readonly cause?: { readonly code?: string } }
    throw new CommandError('unavailable', `${name} cannot be reached: ${cause?.code ?? message}.`)
  }
}

/** Signs in twice: with the system and with the project as the scope. */
export const signInTo = async (
  name: string,
  url: string,
  { user, userDomain, password, project }: KeystoneLogin,
): Promise<KeystoneClient> => {
  const base = `${url.replace(/\/+$/, '').replace(/\/v3$/, '')}/v3`
  const domain = { id: userDomain }
  const identity = { methods: ['password'], password: { user: { name: user, domain, password } } }
  const tokenFor = async (what: string, scope: object): Promise<string> => {
    const answer = await request(name, `${base}/auth/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ auth: { identity, scope } }),
    })
    const token = answer.headers.get('x-subject-token')
    if (token) return token
    throw new CommandError(
      'notSignedIn',
      `${name} responded with ${answer.status} to the sign-in of ${user} with the scope of ${what}.`,
    )
  }
  const tokens: Readonly<Record<Scoped, string>> = {
    system: await tokenFor('the system', { system: { all: true } }),
    project: await tokenFor(`the project ${project}`, { project: { name: project, domain } }),
  }
  return { name, get: (path, scope) => read(name, `${base}${path}`, tokens[scope]) }
}

const read = async (name: string, url: string, token: string): Promise<Seen> => {
  for (let attempt = 1; ; attempt++) {
    const response = await request(name, url, {
      headers: { 'x-auth-token': token, accept: 'application/json' },
    })
    const { status } = response
    const text = await response.text()
    if (status === 429 && attempt < 10) {
      const seconds = Number(response.headers.get('retry-after') ?? 1)
      await new Promise((resolve) => setTimeout(resolve, Math.min(60, Math.max(1, seconds)) * 1000))
      continue
    }
    if (status === 401 || status >= 500)
      throw new CommandError(
        'unavailable',
        `${name} responded with ${status} to GET ${new URL(url).pathname}.`,
      )
    return { status, body: status === 200 ? (JSON.parse(text) as unknown) : undefined }
  }
}
