/** A program of a user of the packages: type-checked and run from an empty folder. */
export const consumer = `
import { Muster, MusterError, type User } from '@muster/sdk'
import { makeVerifier, verifyWebhook } from '@muster/sdk/verify'

const muster = new Muster({ url: 'http://127.0.0.1:9', retries: 0 })
const name = ({ username }: User): string => username
const checked: boolean = [makeVerifier, verifyWebhook, name].every((one) => typeof one === 'function')
try {
  await muster.users.get('ada')
} catch (error) {
  if (error instanceof MusterError) throw error
  console.log(checked && (error as Error).name)
}
`

/** What the program prints: nothing listens at its address. */
export const printed = 'ConnectionError'

/** Every export of the SDK is imported and must not be empty. */
export const importsOf = (exports: readonly string[]): string =>
  exports
    .map(
      (path) =>
        `if (Object.keys(await import('@muster/sdk${path.slice(1)}')).length === 0) throw new Error('${path} is empty')`,
    )
    .join('\n')
