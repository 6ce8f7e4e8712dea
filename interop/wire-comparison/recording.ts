import { env } from 'node:process'

export const url = env['RECORDER_URL'] ?? ''
export const keys = JSON.parse(env['RECORDER_KEYS'] ?? '{}') as Readonly<Record<string, string>>
/** Part of each name that this run creates, so that runs on one server do not collide. */
export const run = env['RECORDER_RUN'] ?? ''

const post = async (path: string, message: object) => {
  await fetch(url + path, { method: 'POST', body: JSON.stringify(message) })
}

export type Respond = {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Announces cases to the recorder (recorder.ts). `describe` returns the outcome of an error, or undefined for one that
 * ends the script.
 */
export const makeCase =
  (describe: (error: unknown) => string | undefined) =>
  async <T>(name: string, call: () => T | Promise<T>, respond?: Respond): Promise<T | undefined> => {
    await post('/-/case', { name, ...(respond && { respond }) })
    let result: T | undefined
    let outcome = 'returned'
    try {
      result = await call()
    } catch (error) {
      const described = describe(error)
      if (described === undefined) throw error
      outcome = described
    }
    await post('/-/outcome', { outcome })
    return result
  }
