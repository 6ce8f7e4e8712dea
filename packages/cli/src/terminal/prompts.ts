import { CommandError, UsageError } from '../usage-error.ts'

/** Questions go to standard error, so that results can be redirected. */
const terminal = { output: process.stderr }

/** Whether a person can be asked. */
export const isInteractive = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true

const interrupted = (error: unknown): never => {
  // The prompt library reports Ctrl-C and the end of input with this error.
  if ((error as Error).name === 'ExitPromptError') throw new CommandError('interrupted', 'interrupted.')
  throw error
}

/** Asks before a destructive command. */
export const askToConfirm = async (question: string): Promise<boolean> => {
  const { default: confirm } = await import('@inquirer/confirm')
  return confirm({ message: question, default: false }, terminal).catch(interrupted)
}

export const askText = async (question: string): Promise<string> => {
  const { default: input } = await import('@inquirer/input')
  return input({ message: question, required: true }, terminal).catch(interrupted)
}

/** Asks for a secret without an echo. */
export const askSecret = async (question: string): Promise<string> => {
  const { default: password } = await import('@inquirer/password')
  return password({ message: question }, terminal).catch(interrupted)
}

/** A new secret, asked twice. */
export const askNewSecret = async (question: string): Promise<string> => {
  const first = await askSecret(question)
  if (first !== (await askSecret('The same again:')))
    throw new UsageError('The two entries differ. Nothing was changed.')
  return first
}
