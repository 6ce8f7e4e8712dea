import { say } from '../output/out.ts'
import { connect } from '../profile/connect.ts'
import { findCredentials, serverUrl } from '../profile/credentials.ts'
import { askNewSecret, askSecret, isInteractive } from '../terminal/prompts.ts'
import { readSecret } from '../terminal/read-secret.ts'
import { UsageError } from '../usage-error.ts'

export type ChangePasswordOptions = {
  readonly profile?: string
  readonly debug?: boolean
  readonly url?: string
  readonly username?: string
  readonly email?: string
  readonly domain?: string
  readonly currentPasswordFd?: number
  readonly passwordFd?: number
}

const check = ({ url, username, email, domain, profile, ...options }: ChangePasswordOptions): void => {
  const isNamed = username !== undefined || email !== undefined
  if (isNamed !== (url !== undefined) || (username !== undefined && email !== undefined))
    throw new UsageError('To change a password without a session, give --url, and --username or --email.')
  if (url !== undefined && profile !== undefined) throw new UsageError('Give either --url or --profile.')
  if (url === undefined && domain !== undefined) throw new UsageError('--domain needs --url.')
  if (isInteractive()) return
  if (options.currentPasswordFd === undefined || options.passwordFd === undefined)
    throw new UsageError('Without a terminal, --current-password-fd and --password-fd are required.')
}

/** Changes the password of the caller; with `--url`, also one that has expired or is temporary. */
export const changePassword = async (options: ChangePasswordOptions): Promise<void> => {
  check(options)
  const { url, username, email, domain, currentPasswordFd, passwordFd, debug = false } = options
  const to = url === undefined ? findCredentials(options.profile) : { url: serverUrl(url) }
  const passwords = {
    current_password:
      currentPasswordFd === undefined
        ? await askSecret('Current password:')
        : await readSecret(currentPasswordFd),
    password: passwordFd === undefined ? await askNewSecret('New password:') : await readSecret(passwordFd),
  }
  const muster = await connect(to, debug)
  if (url === undefined) {
    await muster.me.changePassword(passwords)
    say('Changed the password. All other sessions have ended.')
    return
  }
  await muster.passwords.change({
    ...passwords,
    ...(username === undefined ? {} : { username }),
    ...(email === undefined ? {} : { email }),
    ...(domain === undefined ? {} : { domain_name: domain }),
  })
  say(`Changed the password. Sign in with: muster login ${url}`)
}
