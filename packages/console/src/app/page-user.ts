const name = 'X-Muster-User'

/**
 * Headers of every request. The server rejects a request whose session is that of another user, so that a page does not act
 * as the user who has signed in in another tab meanwhile.
 */
export const pageHeaders: Record<string, string> = {}

/** The user that the page shows; undefined before a sign-in. */
export const setPageUser = (id: string | undefined): void => {
  if (id === undefined) delete pageHeaders[name]
  else pageHeaders[name] = id
}
