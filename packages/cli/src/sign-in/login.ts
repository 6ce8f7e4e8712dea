import type { Muster, SignIn } from '@muster/sdk'
import { say } from '../output/out.ts'
import { safeText } from '../output/safe-text.ts'
import { connect } from '../profile/connect.ts'
import { profileName, serverUrl } from '../profile/credentials.ts'
import { type Profile, readProfiles, writeProfiles } from '../profile/profiles.ts'
import { askSecret, askText, isInteractive } from '../terminal/prompts.ts'
import { readSecret } from '../terminal/read-secret.ts'
import { CommandError, UsageError } from '../usage-error.ts'

export type LoginOptions = {
  readonly profile?: string
  readonly debug?: boolean
  readonly username?: string
  readonly email?: string
  readonly domain?: string
  readonly domainId?: string
  readonly passwordFd?: number
  readonly passcodeFd?: number
  readonly apiKeyFd?: number
}

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** The address of the server: the argument, MUSTER_URL, or that of the profile. */
const addressOf = (argument: string | undefined, name: string): string => {
  const { profiles } = readProfiles()
  const address =
    argument ??
    (process.env['MUSTER_URL'] || (Object.hasOwn(profiles, name) ? profiles[name]?.url : undefined))
  if (address === undefined)
    throw new UsageError('Give the address of the server, as in: muster login https://muster.example.com')
  const url = serverUrl(address)
  const { protocol, hostname } = new URL(url)
  if (protocol === 'http:' && !loopback.test(hostname))
    say(`muster: warning: ${url} is not encrypted. Others on the network can read the password.`)
  return url
}

const check = (options: LoginOptions): void => {
  const named = (['username', 'email', 'domain', 'domainId', 'passwordFd', 'passcodeFd'] as const).find(
    (name) => options[name] !== undefined,
  )
  if (options.apiKeyFd !== undefined && named !== undefined)
    throw new UsageError(
      'An API key belongs to its user: --api-key-fd cannot be combined with other credentials.',
    )
  if (options.username !== undefined && options.email !== undefined)
    throw new UsageError('Give either --username or --email.')
  if (options.domain !== undefined && options.domainId !== undefined)
    throw new UsageError('Give either --domain or --domain-id.')
  if (isInteractive() || options.apiKeyFd !== undefined) return
  if (options.username === undefined && options.email === undefined)
    throw new UsageError('Without a terminal, --username or --email is required.')
  if (options.passwordFd === undefined)
    throw new UsageError(
      'Without a terminal, --password-fd is required, as in: --password-fd 0 < password.txt',
    )
}

const userOf = async ({ username, email }: LoginOptions): Promise<Pick<SignIn, 'username' | 'email'>> => {
  if (username !== undefined) return { username }
  if (email !== undefined) return { email }
  const answer = await askText('Username or email:')
  return answer.includes('@') ? { email: answer } : { username: answer }
}

const signInOf = async (options: LoginOptions): Promise<SignIn> => {
  const user = await userOf(options)
  return {
    ...user,
    ...(options.domain === undefined ? {} : { domain_name: options.domain }),
    ...(options.domainId === undefined ? {} : { domain_id: options.domainId }),
    password:
      options.passwordFd === undefined ? await askSecret('Password:') : await readSecret(options.passwordFd),
    ...(options.passcodeFd === undefined ? {} : { passcode: await readSecret(options.passcodeFd) }),
  }
}

/** Opens a session; asks for the one-time password when the server requires one. */
const openSession = async (muster: Muster, url: string, options: LoginOptions): Promise<string> => {
  const signIn = await signInOf(options)
  const open = (passcode = {}) => muster.sessions.open({ ...signIn, ...passcode })
  const { secret } = await open().catch(async (error: unknown) => {
    const { code } = error as { readonly code?: unknown }
    if (code === 'password_expired')
      throw new CommandError(
        'notSignedIn',
        `The password has expired or is temporary. Choose a new one with: muster change-password --url ${url} --username NAME`,
      )
    if (code !== 'factors_missing') throw error
    if (!isInteractive())
      throw new CommandError(
        'notSignedIn',
        'The server requires a one-time password. Give it with --passcode-fd.',
      )
    return open({ passcode: await askSecret('One-time password:') })
  })
  if (secret === undefined) throw new CommandError('failed', 'The server returned no session.')
  return secret
}

/** Signs in and stores the session, or the API key, in the profile. */
export const login = async (argument: string | undefined, options: LoginOptions): Promise<void> => {
  const name = profileName(options.profile)
  const url = addressOf(argument, name)
  check(options)
  const debug = options.debug === true
  const secret =
    options.apiKeyFd === undefined
      ? await openSession(await connect({ url }, debug), url, options)
      : await readSecret(options.apiKeyFd)
  const kind: Profile['kind'] = options.apiKeyFd === undefined ? 'session' : 'api_key'
  const { user } = await (await connect({ url, kind, secret }, debug)).me.get()
  const { current, profiles } = readProfiles()
  writeProfiles({
    // The first profile is the one of commands without --profile.
    current: Object.keys(profiles).length === 0 ? name : current,
    profiles: { ...profiles, [name]: { url, kind, secret, username: user.username } },
  })
  say(safeText(`Signed in to ${url} as ${user.username} (profile "${name}").`))
}
