import { once } from 'node:events'

/** Writes to standard output and waits while a reader is slower. */
export const write = async (text: string): Promise<void> => {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

/** A sentence for people, on standard error: standard output contains results only. */
export const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`)

/** Ends the process quietly when the reader of standard output ends first, as `head` does. */
export const endWithReader = (): void => {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
}
