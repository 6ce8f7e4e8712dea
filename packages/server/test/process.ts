import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../cli/muster.mjs', import.meta.url))

/** Only the variables that a command needs: settings of the machine must not leak into tests. */
const environmentOf = (settings: Readonly<Record<string, string>>) => ({
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '',
  NODE_ENV: 'test',
  ...settings,
})

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string }

const collect = (child: ChildProcess) => {
  const said = { out: '', err: '' }
  child.stdout?.on('data', (chunk) => {
    said.out += chunk
  })
  child.stderr?.on('data', (chunk) => {
    said.err += chunk
  })
  return said
}

/** Runs `muster …` to completion. */
export const muster = async (
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Ended> => {
  const child = spawn(process.execPath, [main, ...args], { env: environmentOf(settings) })
  const said = collect(child)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...said }
}

export type Serving = {
  readonly url: string
  readonly pid: number
  readonly said: { readonly out: string; readonly err: string }
  /** Ends the process by a signal, waits for its exit and returns the exit code. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

/** Starts `muster serve` as a separate process on a free port and waits until it is ready. */
export const serve = async (settings: Readonly<Record<string, string>>): Promise<Serving> => {
  const child = spawn(process.execPath, [main, 'serve'], {
    env: environmentOf({ MUSTER_PORT: '0', ...settings }),
  })
  const said = collect(child)
  const ended = once(child, 'close')
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const found = /ready at (\S+)/.exec(said.out)?.[1]
      if (found) resolve(found)
    })
    child.on('close', () => reject(new Error(`muster serve ended: ${said.err}`)))
  })
  return {
    url,
    pid: child.pid ?? 0,
    said,
    async stop(signal) {
      child.kill(signal)
      const [code] = (await ended) as [number | null]
      return code
    },
  }
}

/** One HTTP request with a JSON body. */
export const ask = async (
  base: string,
  method: string,
  path: string,
  { token, subject, body }: { token?: string; subject?: string; body?: unknown } = {},
) => {
  const response = await fetch(`${base}${path}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { 'x-auth-token': token }),
      ...(subject === undefined ? {} : { 'x-subject-token': subject }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where it is not
  const parsed: any = text === '' ? undefined : JSON.parse(text)
  return { status: response.status, token: response.headers.get('x-subject-token') ?? '', body: parsed }
}

/** A project-scoped token of the administrator. */
export const signInAdmin = async (base: string, password: string): Promise<string> => {
  const user = { name: 'admin', domain: { id: 'default' }, password }
  const scope = { project: { name: 'admin', domain: { id: 'default' } } }
  const body = { auth: { identity: { methods: ['password'], password: { user } }, scope } }
  const answer = await ask(base, 'POST', '/v3/auth/tokens', { body })
  if (answer.status !== 201)
    throw new Error(`sign-in answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer.token
}
