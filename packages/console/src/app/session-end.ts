type Listener = () => void

const listeners = new Set<Listener>()

/** Called for every response that says that there is no valid session. */
export const reportSessionEnd = (): void => {
  for (const listener of listeners) listener()
}

/** Returns the function that ends the subscription. */
export const onSessionEnd = (listener: Listener): (() => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
