import type { Hooks } from '@muster/sdk'

type Listener = () => void

const listeners = new Set<Listener>()

const report = (): void => {
  for (const listener of listeners) listener()
}

/** Returns the function that ends the subscription. */
export const onSessionEnd = (listener: Listener): (() => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Reports every response that says that there is no valid session. A sign-in that fails is no end of one. */
export const sessionHooks: Hooks = {
  onResponse: ({ method, path, status }) => {
    if (status === 401 && !(method === 'POST' && path === '/sessions')) report()
  },
}
