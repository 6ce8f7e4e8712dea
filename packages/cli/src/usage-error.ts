import { type ExitCode, exitCodes } from './exit-codes.ts'

/** Invalid arguments: the command exits with 2 before it sends or changes anything. */
export class UsageError extends Error {}

/** An error with the exit code of the command; its message says what to do. */
export class CommandError extends Error {
  readonly exitCode: ExitCode

  constructor(exitCode: keyof typeof exitCodes, message: string) {
    super(message)
    this.exitCode = exitCodes[exitCode]
  }
}
