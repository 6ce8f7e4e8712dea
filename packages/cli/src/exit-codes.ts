/** The exit codes of every command: scripts rely on them. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  partlyDone: 3,
  notFound: 4,
  conflict: 5,
  notSignedIn: 6,
  forbidden: 7,
  unavailable: 8,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** What each exit code means, for `muster help exit-codes` and the reference. */
export const exitCodeMeanings: ReadonlyMap<ExitCode, string> = new Map([
  [exitCodes.done, 'the command did what was asked'],
  [exitCodes.failed, 'the server rejected the request or failed, or an unexpected error occurred'],
  [exitCodes.usage, 'the arguments are invalid; nothing was sent to the server'],
  [exitCodes.partlyDone, 'some rows or objects failed, the others are done'],
  [exitCodes.notFound, 'the object does not exist'],
  [exitCodes.conflict, 'a value is taken, a name is ambiguous, or the object was changed meanwhile'],
  [exitCodes.notSignedIn, 'there is no valid session or API key, or the sign-in failed'],
  [exitCodes.forbidden, 'the caller may not do this, or the state of the object does not allow it'],
  [exitCodes.unavailable, 'the server is unavailable, did not respond in time, or limits the rate'],
  [exitCodes.interrupted, 'interrupted with Ctrl-C, or not confirmed'],
])
