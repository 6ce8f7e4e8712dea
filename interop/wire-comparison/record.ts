import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { listen, type MusterServer } from '../../packages/sdk/test/muster-server.ts'
import { sqlitePlace } from '../../packages/server/test/databases.ts'
import { type Native, nativeClient } from '../../packages/server/test/native.ts'
import { type RecordedCase, startRecorder } from './recorder.ts'

export type Target = { readonly server: MusterServer; readonly native: Native }
type Keys = Readonly<Record<string, string>>

export type Recording = {
  readonly cases: readonly RecordedCase[]
  /** Texts that differ between two runs, with their replacements. */
  readonly replacements: ReadonlyMap<string, string>
}

/** Muster with an empty database. */
export const startTarget = async (): Promise<Target> => {
  const server = await listen(await sqlitePlace())
  return { server, native: await nativeClient(server) }
}

/** Runs a command of this folder and returns its exit code. */
export const run = async (command: string, args: readonly string[], settings: Keys = {}): Promise<number> => {
  const env = { ...process.env, ...settings }
  const child = spawn(command, args, { cwd: import.meta.dirname, env, stdio: 'inherit' })
  const [code] = (await once(child, 'close')) as [number | null]
  return code ?? 1
}

/** Keys of callers in a new domain, so that each run sees lists with the same content. */
const makeKeys = async (native: Native): Promise<Keys> => {
  const { id, secret } = await native.newDomain()
  const { username, password } = await native.newUser({ domain_id: id, username: `user-of-${id}` })
  return { manager: secret, ordinary: await native.signIn(username, password, id), platform: native.admin }
}

/** Runs one script against a recorder in front of the server. `name` is unique on the server. */
export const record = async (
  { server, native }: Target,
  folder: string,
  name: string,
  command: string,
  args: readonly string[],
): Promise<Recording> => {
  const keys = await makeKeys(native)
  const recorder = await startRecorder(server.url, join(folder, `${name}.jsonl`))
  try {
    const code = await run(command, args, {
      PYTHONDONTWRITEBYTECODE: '1',
      RECORDER_URL: recorder.url,
      RECORDER_KEYS: JSON.stringify(keys),
      RECORDER_RUN: name,
    })
    if (code !== 0) throw new Error(`${args.join(' ')} exited with ${code}`)
    const replacements = new Map(Object.entries(keys).map(([caller, key]) => [key, `<key of ${caller}>`]))
    return { cases: recorder.cases, replacements: replacements.set(name, '<run>') }
  } finally {
    await recorder.close()
  }
}
