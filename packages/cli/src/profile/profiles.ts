import {
  chmodSync,
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { CommandError } from '../usage-error.ts'

/** A server and the credentials that were obtained from it. */
export type Profile = {
  readonly url: string
  readonly kind: 'session' | 'api_key'
  readonly secret: string
  readonly username: string
}

export type Profiles = {
  /** The profile of commands without `--profile`. */
  readonly current: string
  readonly profiles: Readonly<Record<string, Profile>>
}

export const profilesFile = (): string =>
  join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'muster', 'profiles.json')

const isProfile = (value: unknown): value is Profile => {
  const { url, kind, secret, username } = (value ?? {}) as Partial<Record<keyof Profile, unknown>>
  return (
    [url, secret, username].every((text) => typeof text === 'string' && text !== '') &&
    (kind === 'session' || kind === 'api_key')
  )
}

const isProfiles = (value: unknown): value is Profiles => {
  const { current, profiles } = (value ?? {}) as { readonly current?: unknown; readonly profiles?: unknown }
  return (
    typeof current === 'string' &&
    typeof profiles === 'object' &&
    profiles !== null &&
    Object.values(profiles).every(isProfile)
  )
}

/** Reads the profiles. Throws when other users of the machine can read the file, or when it is malformed. */
export const readProfiles = (): Profiles => {
  const file = profilesFile()
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { current: 'default', profiles: {} }
    throw error
  }
  try {
    // On Windows, the folder of the user protects the file, and there is no such mode.
    const mode = fstatSync(descriptor).mode & 0o777
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new CommandError(
        'failed',
        `${file} contains credentials and can be read by other users of this machine (mode ${mode.toString(8)}). Run: chmod 600 ${file}`,
      )
    const parsed: unknown = JSON.parse(readFileSync(descriptor, 'utf8'))
    if (isProfiles(parsed)) return parsed
    throw new SyntaxError('unexpected content')
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new CommandError('failed', `${file} is not a file of profiles. Delete it and run: muster login`)
  } finally {
    closeSync(descriptor)
  }
}

/** Replaces the file: a process that is killed leaves the old one or the new one. */
export const writeProfiles = (profiles: Profiles): void => {
  const file = profilesFile()
  const folder = dirname(file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const part = `${file}.${process.pid}`
  rmSync(part, { force: true })
  const descriptor = openSync(part, 'wx', 0o600)
  try {
    writeSync(descriptor, `${JSON.stringify(profiles, undefined, 2)}\n`)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(part, file)
}
