import type { AttemptInfo } from '@muster/sdk'

/**
 * What a response says about the session: it has `ended` or is too old for an act, is now that of another user (`replaced`), or may be (`rejected`):
 * statuses do not tell that from a missing right.
 */
export type SessionNews = 'ended' | 'replaced' | 'rejected'

type Listener = (news: SessionNews) => void

const listeners = new Set<Listener>()

const report = (news: SessionNews): void => {
  for (const listener of listeners) listener(news)
}

/** Returns the function that ends the subscription. */
export const onSessionNews = (listener: Listener): (() => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Every user may read the own user. A sign-in that fails is no end of a session. */
export const reportSessionNews = ({
  method,
  path,
  status,
}: AttemptInfo & { readonly status: number }): void => {
  if (status === 401 && !(method === 'POST' && path === '/sessions')) report('ended')
  if (status === 403) report(method === 'GET' && path === '/me' ? 'replaced' : 'rejected')
}
