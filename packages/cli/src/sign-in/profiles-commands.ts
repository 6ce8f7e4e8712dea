import type { Columns } from '../output/columns.ts'
import { say } from '../output/out.ts'
import { columnsOf, type Output, printRows } from '../output/print-result.ts'
import { profileName } from '../profile/credentials.ts'
import { readProfiles, writeProfiles } from '../profile/profiles.ts'
import { CommandError } from '../usage-error.ts'

const profileColumns: Columns = { name: true, current: true, url: true, username: true, credentials: true }

/** Lists the profiles without their secrets. */
export const listProfiles = async (output: Output): Promise<void> => {
  const columns = columnsOf(profileColumns, output, false)
  const { current, profiles } = readProfiles()
  const rows = Object.entries(profiles).map(([name, { url, username, kind }]) => ({
    name,
    current: name === current,
    url,
    username,
    credentials: kind,
  }))
  await printRows(rows, columns, output)
}

/** Makes a profile the one of commands without `--profile`. */
export const chooseProfile = (name: string): void => {
  const { profiles } = readProfiles()
  const chosen = profileName(name)
  if (!Object.hasOwn(profiles, chosen))
    throw new CommandError(
      'notFound',
      `There is no profile "${chosen}". Profiles: ${Object.keys(profiles).join(', ') || 'none'}.`,
    )
  writeProfiles({ current: chosen, profiles })
  say(`The current profile is "${chosen}".`)
}
