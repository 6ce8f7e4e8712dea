import { styleText } from 'node:util'
import type { Hooks, Muster } from '@muster/sdk'
import packageOfCommand from '../../package.json' with { type: 'json' }
import { say } from '../output/out.ts'
import { safeText } from '../output/safe-text.ts'
import type { Credentials } from './credentials.ts'

const dim = (text: string) => say(styleText('dim', safeText(text), { stream: process.stderr }))

/** Methods, addresses and statuses of all requests; the hooks never receive a secret. */
const debugHooks: Hooks = {
  onRequest: ({ method, url, attempt }) =>
    dim(`> ${method} ${url}${attempt > 1 ? ` (attempt ${attempt})` : ''}`),
  onResponse: ({ status, requestId, duration }) =>
    dim(`< ${status} in ${Math.round(duration)} ms${requestId === undefined ? '' : `, ${requestId}`}`),
  onRetry: ({ reason, delay }) => dim(`  ${reason}; again in ${Math.round(delay)} ms`),
}

/** The client of the SDK, for a command; without credentials to sign in. */
export const connect = async (
  { url, kind, secret }: Pick<Credentials, 'url'> & Partial<Credentials>,
  debug: boolean,
): Promise<Muster> => {
  const sdk = await import('@muster/sdk')
  return new sdk.Muster({
    url,
    ...(secret === undefined ? {} : kind === 'session' ? { session: secret } : { apiKey: secret }),
    headers: { 'user-agent': `muster-cli/${packageOfCommand.version}` },
    ...(debug ? { hooks: debugHooks } : {}),
  })
}
