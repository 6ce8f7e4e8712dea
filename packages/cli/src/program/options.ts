import { InvalidArgumentError, Option } from 'commander'
import { formats } from '../output/print-result.ts'
import { descriptorOf } from '../terminal/read-secret.ts'
import { UsageError } from '../usage-error.ts'

/** A parser whose `UsageError` the command line reports together with the option. */
export const parser =
  <T>(parse: (text: string) => T) =>
  (text: string): T => {
    try {
      return parse(text)
    } catch (error) {
      if (error instanceof UsageError) throw new InvalidArgumentError(`It ${error.message}.`)
      throw error
    }
  }

const positive = parser((text) => {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new UsageError('must be a whole number from 1')
  return Number(text)
})

const names = parser((text) => {
  const found = text.split(',').map((name) => name.trim())
  if (found.includes('')) throw new UsageError('must be names with commas between')
  return found
})

export const profileOption = () =>
  new Option('--profile <NAME>', 'the profile, instead of MUSTER_PROFILE or the current one')

export const debugOption = () =>
  new Option('--debug', 'print the method, address and status of each request to standard error')

export const outputOptions = () => [
  new Option('-o, --output <FORMAT>', 'the format of the result').choices(formats).default('table'),
  new Option('-c, --columns <NAMES>', 'the columns, as in id,username or metadata.team').argParser(names),
]

export const limitOption = () => new Option('--limit <N>', 'at most N rows; default: all').argParser(positive)

export const sampleOption = () =>
  new Option('--sample <N>', 'of users, projects and groups, show at most N one by one')
    .argParser(positive)
    .default(1000)

export const yesOption = () => new Option('-y, --yes', 'do not ask for a confirmation')

export const secretFileOption = () =>
  new Option('--secret-file <FILE>', 'write the secret to a new file that only its owner can read')

/** An option that reads a secret from a file descriptor, as in `--password-fd 3 3< file`. */
export const descriptorOption = (name: string, about: string) =>
  new Option(`--${name} <N>`, `${about}, read from file descriptor N`).argParser(parser(descriptorOf))

export const configOption = () =>
  new Option('--config <FILE>', 'the file of settings; the environment (MUSTER_…) takes precedence')
