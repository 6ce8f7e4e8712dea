import { useSyncExternalStore } from 'react'

/** Minutes without input after which the console signs out. */
export const idleChoices = [5, 15, 30, 60, 240] as const

const key = 'muster.console.idle-minutes'
const standard = 30
const listeners = new Set<() => void>()

const idleMinutes = (): number => {
  const stored = Number(localStorage.getItem(key))
  return idleChoices.find((minutes) => minutes === stored) ?? standard
}

export const storeIdleMinutes = (minutes: number): void => {
  localStorage.setItem(key, String(minutes))
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

export const useIdleMinutes = (): number => useSyncExternalStore(subscribe, idleMinutes)
