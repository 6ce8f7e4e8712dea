import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Gives back to the system what starting has used and left behind, a fifth of all memory. V8 would keep it until
 * there is something to collect, which on an idle server is never. Blocks for some tens of milliseconds: for the
 * moment before the first request.
 */
export const giveBackMemory = (): void => {
  setFlagsFromString('--expose-gc')
  const collect: (options: object) => void = runInNewContext('gc')
  collect({ type: 'major', flavor: 'last-resort', execution: 'sync' })
}
