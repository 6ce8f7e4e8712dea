import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'

export const program = fileURLToPath(new URL('../muster.mjs', import.meta.url))

export type Ended = {
  /** The exit code, or 128 and the number of the signal that ended the command. */
  readonly code: number
  readonly out: string
  readonly err: string
}

export type RunOptions = {
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  /** What the command reads from file descriptor 3, and from 4. */
  readonly fd3?: string
  readonly fd4?: string
}

/** A home folder of its own: the profiles of the machine must not leak into tests. */
export type Home = {
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Ended>
  readonly remove: () => Promise<void>
}

const environmentOf = (folder: string): Readonly<Record<string, string>> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: folder,
  // The compile cache of the machine makes starts faster.
  XDG_CACHE_HOME: join(tmpdir(), 'muster-cli-test-cache'),
  NODE_ENV: 'test',
})

const textOf = (stream: Readable): (() => string) => {
  const parts: Buffer[] = []
  stream.on('data', (part: Buffer) => parts.push(part))
  return () => Buffer.concat(parts).toString('utf8')
}

const give = (stream: Writable, text: string | undefined): void => {
  // A command that reads nothing closes its end first.
  stream.on('error', () => {})
  stream.end(text ?? '')
}

export const makeHome = async (): Promise<Home> => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-cli-'))
  const env = environmentOf(folder)
  return {
    folder,
    env,
    async run(args, options = {}) {
      const child = spawn(process.execPath, [program, ...args], {
        cwd: folder,
        env: { ...env, ...options.env },
        stdio: ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
      })
      const [out, err] = [textOf(child.stdout as Readable), textOf(child.stderr as Readable)]
      for (const [at, text] of [options.input, undefined, undefined, options.fd3, options.fd4].entries())
        if (at !== 1 && at !== 2) give(child.stdio[at] as Writable, text)
      const [code] = (await once(child, 'close')) as [number | null]
      return { code: code ?? -1, out: out(), err: err() }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
