import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startNode } from '../cleanup.ts'
import type { Home } from '../muster.ts'

const program = fileURLToPath(new URL('../../packages/cli/muster.mjs', import.meta.url))

/**
 * Starts `muster serve` and kills it with SIGKILL after so many milliseconds. `onReady` may write meanwhile, from
 * when the server says that it is ready until it is gone.
 */
export const startAndKill = async (
  home: Home,
  password: string,
  milliseconds: number,
  onReady: (url: string) => Promise<void>,
): Promise<{ readonly wasReady: boolean }> => {
  const child = startNode([program, 'serve'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      MUSTER_PORT: '0',
      MUSTER_BOOTSTRAP_PASSWORD: password,
      ...home.environment,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let said = ''
  let writing: Promise<void> | undefined
  child.stdout?.on('data', (chunk) => {
    said += chunk
    const url = /ready at (\S+)/.exec(said)?.[1]
    if (url) writing ??= onReady(url)
  })
  const gone = once(child, 'close')
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds)
  await gone
  clearTimeout(timer)
  await writing
  return { wasReady: writing !== undefined }
}
