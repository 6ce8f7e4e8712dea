import { CommandError, UsageError } from '../usage-error.ts'
import { type Profile, readProfiles } from './profiles.ts'

/** Where requests go, and the secret that goes there. */
export type Credentials = Pick<Profile, 'url' | 'kind' | 'secret'> & {
  /** The name of the profile; undefined with MUSTER_API_KEY. */
  readonly profile: string | undefined
}

const environment = (name: string): string | undefined => process.env[name] || undefined

/** An address as it is stored and compared: without a slash at the end, and never with credentials in it. */
export const serverUrl = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw new UsageError('The address of the server must be as in https://muster.example.com.')
  if (url.username !== '' || url.password !== '')
    throw new UsageError('The address of the server must not contain credentials.')
  return url.href.replace(/\/+$/, '')
}

/** The name of the profile: `--profile`, MUSTER_PROFILE, or the current one. */
export const profileName = (option: string | undefined): string => {
  const name = option ?? environment('MUSTER_PROFILE') ?? readProfiles().current
  if (!/^[\w.-]{1,64}$/.test(name))
    throw new UsageError('The name of a profile consists of letters, digits, ".", "_" and "-".')
  return name
}

const apiKey = (): Credentials | undefined => {
  const secret = environment('MUSTER_API_KEY')
  if (secret === undefined) return undefined
  const url = environment('MUSTER_URL')
  if (url === undefined)
    throw new UsageError('MUSTER_API_KEY is set without MUSTER_URL. Set the address of its server, too.')
  return { url: serverUrl(url), kind: 'api_key', secret, profile: undefined }
}

/**
 * The credentials of a command: the profile of `--profile`, or else MUSTER_API_KEY with MUSTER_URL, or else the
 * current profile. A secret is only used with the address that it was obtained from.
 */
export const findCredentials = (option: string | undefined): Credentials => {
  const key = option === undefined ? apiKey() : undefined
  if (key) return key
  const name = profileName(option)
  const { profiles } = readProfiles()
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined
  if (profile === undefined)
    throw new CommandError(
      'notSignedIn',
      `The profile "${name}" is not signed in. Run: muster login URL${name === 'default' ? '' : ` --profile ${name}`}`,
    )
  const url = environment('MUSTER_URL')
  if (url !== undefined && serverUrl(url) !== profile.url)
    throw new UsageError(
      `MUSTER_URL is ${url}, but the profile "${name}" belongs to ${profile.url}, and its secret is sent to no other address. Unset MUSTER_URL, or sign in there with: muster login ${url} --profile NAME`,
    )
  return { url: profile.url, kind: profile.kind, secret: profile.secret, profile: name }
}
