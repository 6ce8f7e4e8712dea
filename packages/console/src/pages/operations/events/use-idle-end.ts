import { useEffect, useRef } from 'react'

/** Minutes without a key or a pointer. The requests of an abandoned page would keep its session alive. */
const idleMinutes = 10

/** Calls `onIdle` when the user has done nothing for a while. */
export const useIdleEnd = (isOn: boolean, onIdle: () => void): void => {
  const latest = useRef(onIdle)
  latest.current = onIdle
  useEffect(() => {
    if (!isOn) return
    let timer: ReturnType<typeof setTimeout>
    const begin = () => {
      clearTimeout(timer)
      timer = setTimeout(() => latest.current(), idleMinutes * 60_000)
    }
    begin()
    const kinds = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const
    for (const kind of kinds) addEventListener(kind, begin, { passive: true })
    return () => {
      clearTimeout(timer)
      for (const kind of kinds) removeEventListener(kind, begin)
    }
  }, [isOn])
}
