import { styleText } from 'node:util'
import { CommanderError } from 'commander'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { fileProblem } from './file-problem.ts'
import { safeText } from './output/safe-text.ts'
import { CommandError, UsageError } from './usage-error.ts'

type Report = { readonly message: string; readonly exitCode: ExitCode }

const byStatus: Readonly<Record<number, ExitCode>> = {
  401: exitCodes.notSignedIn,
  403: exitCodes.forbidden,
  404: exitCodes.notFound,
  409: exitCodes.conflict,
  412: exitCodes.conflict,
  429: exitCodes.unavailable,
  502: exitCodes.unavailable,
  503: exitCodes.unavailable,
  504: exitCodes.unavailable,
}

const seconds = (count: number) => `${Math.ceil(count)} ${Math.ceil(count) === 1 ? 'second' : 'seconds'}`

/** What the caller can do about an error of the server, where the message does not say it. */
const hintOf = (status: number, code: string | undefined, retryAfter: number | undefined): string => {
  if (code === 'session_invalid') return ' The session has ended. Run: muster login'
  if (code === 'api_key_invalid') return ' Check MUSTER_API_KEY, or run: muster login'
  if (status === 429)
    return retryAfter === undefined ? ' Try again later.' : ` Try again in ${seconds(retryAfter)}.`
  if (status === 412) return ' Read the object again and repeat the change.'
  return ''
}

/** The reason inside the errors of `fetch`, such as ECONNREFUSED. */
const causeOf = (error: unknown): string => {
  const { cause, code, errors } = error as { cause?: unknown; code?: unknown; errors?: readonly unknown[] }
  if (typeof code === 'string') return code
  if (errors?.[0]) return causeOf(errors[0])
  return cause === undefined ? '' : causeOf(cause)
}

const ofClient = async (error: Error): Promise<Report | undefined> => {
  if (!('request' in error) && error.name !== 'ArgumentError' && error.name !== 'ClientError')
    return undefined
  const sdk = await import('@muster/sdk')
  if (error instanceof sdk.MusterError) {
    const { status, code, requestId, retryAfter, errors } = error
    const about = [code, requestId].filter((part) => part !== undefined)
    const fields = errors
      .filter(({ detail }) => !error.message.includes(detail))
      .map(({ pointer, parameter, detail }) => ` ${pointer ?? parameter ?? ''}: ${detail}`)
    return {
      message: `${error.message}${fields.join('')}${hintOf(status, code, retryAfter)}${about.length === 0 ? '' : ` (${about.join(', ')})`}`,
      exitCode: byStatus[status] ?? exitCodes.failed,
    }
  }
  if (error instanceof sdk.ConnectionError) {
    const cause = causeOf(error.cause)
    const why =
      error instanceof sdk.TimeoutError
        ? error.message
        : `the server cannot be reached${cause === '' ? '' : ` (${cause})`}. Check the address and whether the server runs`
    return { message: `${why}.`, exitCode: exitCodes.unavailable }
  }
  if (error instanceof sdk.ArgumentError) return { message: error.message, exitCode: exitCodes.usage }
  if (error instanceof sdk.ClientError) return { message: error.message, exitCode: exitCodes.failed }
  return undefined
}

const reportOf = async (error: unknown): Promise<Report> => {
  if (error instanceof UsageError) return { message: error.message, exitCode: exitCodes.usage }
  if (error instanceof CommandError) return { message: error.message, exitCode: error.exitCode }
  if (!(error instanceof Error)) return { message: String(error), exitCode: exitCodes.failed }
  const ofServer = await ofClient(error)
  return ofServer ?? { message: fileProblem(error) ?? error.message, exitCode: exitCodes.failed }
}

/** Prints one line for an error and returns the exit code. */
export const reportError = async (error: unknown): Promise<ExitCode> => {
  // Already printed, together with the help; a request for help is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
  const { message, exitCode } = await reportOf(error)
  const lines = message.split('\n').map(safeText).join('\n')
  process.stderr.write(`${styleText('red', 'muster:', { stream: process.stderr })} ${lines}\n`)
  return exitCode
}
