import { say } from '../output/out.ts'
import { connect } from '../profile/connect.ts'
import { profileName } from '../profile/credentials.ts'
import { readProfiles, writeProfiles } from '../profile/profiles.ts'
import { CommandError } from '../usage-error.ts'

export type LogoutOptions = { readonly profile?: string; readonly debug?: boolean; readonly force?: boolean }

/** Ends the session at the server and deletes the profile. An API key stays valid until it is deleted. */
export const logout = async ({ profile, debug, force }: LogoutOptions): Promise<void> => {
  const name = profileName(profile)
  const { current, profiles } = readProfiles()
  const found = Object.hasOwn(profiles, name) ? profiles[name] : undefined
  if (found === undefined) throw new CommandError('notSignedIn', `The profile "${name}" is not signed in.`)
  if (found.kind === 'session') {
    const muster = await connect(found, debug === true)
    await muster.sessions.close().catch((error: unknown) => {
      const hasEnded = (error as { readonly status?: unknown }).status === 401
      if (!hasEnded && !force) throw error
    })
  }
  const { [name]: _removed, ...others } = profiles
  const [first = 'default'] = Object.keys(others)
  writeProfiles({ current: current === name ? first : current, profiles: others })
  say(
    found.kind === 'session'
      ? `Signed out of ${found.url} (profile "${name}").`
      : `The profile "${name}" was deleted. Its API key stays valid; delete it with: muster api-key delete`,
  )
}
