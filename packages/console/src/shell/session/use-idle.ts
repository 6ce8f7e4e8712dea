import { useEffect, useRef, useState } from 'react'

/** The last input in any tab of the console: unix milliseconds. */
const key = 'muster.console.last-input'
const inputs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/** Seconds before the end in which the warning is shown. */
const warning = 60

/**
 * Seconds until `onIdle`, in the last minute before it. Input in any tab starts the time again. A computer that slept is
 * idle as soon as it wakes up.
 */
export const useIdle = (minutes: number, onIdle: () => void) => {
  const [secondsLeft, setSecondsLeft] = useState<number>()
  const last = useRef(Date.now())
  const end = useRef(onIdle)
  end.current = onIdle
  useEffect(() => {
    let isOver = false
    let written = 0
    last.current = Date.now()
    const check = () => {
      const stored = Number(localStorage.getItem(key))
      const since = Math.max(last.current, stored > Date.now() ? 0 : stored)
      const left = Math.ceil((since + minutes * 60_000 - Date.now()) / 1000)
      setSecondsLeft(left > warning ? undefined : Math.max(0, left))
      if (left > 0 || isOver) return
      isOver = true
      end.current()
    }
    const touch = () => {
      // Input that comes after the limit, such as when a computer wakes up, does not extend the session.
      check()
      if (isOver) return
      const now = Date.now()
      last.current = now
      setSecondsLeft(undefined)
      if (now - written <= 1000) return
      written = now
      localStorage.setItem(key, String(now))
    }
    const timer = setInterval(check, 1000)
    for (const input of inputs) document.addEventListener(input, touch, { capture: true, passive: true })
    document.addEventListener('visibilitychange', check)
    return () => {
      clearInterval(timer)
      for (const input of inputs) document.removeEventListener(input, touch, { capture: true })
      document.removeEventListener('visibilitychange', check)
    }
  }, [minutes])
  return secondsLeft
}
