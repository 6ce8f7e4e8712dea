export const errors = {
  conflict: 'Another change came first, or the value is taken.',
  forbidden: 'You may not do this.',
  notFound: 'This no longer exists, or you may not see it.',
  offline: 'The server cannot be reached. What you typed is kept. Try again when the connection is back.',
  rateLimited: (seconds: number) => `Too many requests. Try again in ${seconds} seconds.`,
  /** By error code, why a value was rejected; the sentences of the server are English. */
  reasons: {} as Readonly<Record<string, string>>,
  reference: (id: string) => `Request ${id}`,
  signInTooOld:
    'For this, you must have signed in within the last ten minutes. Sign in again, then repeat it.',
  signedOut:
    'You were signed out. Sign in again in another tab, then try again here: what you typed is kept.',
  timeout: 'The server did not respond in time. Try again.',
  title: 'This did not work',
  unavailable:
    'The server is not available at the moment. What you typed is kept. Try again in a few seconds.',
  unexpected: 'The server failed. Try again; if it happens again, give its operator the number below.',
  versionChanged: 'Another user changed this since you opened it. Load it again, then repeat your change.',
  reload: 'Load again',
} as const
