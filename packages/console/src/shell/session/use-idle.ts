import { useEffect, useRef, useState } from 'react'
import { readLastInput, writeLastInput } from './last-input.ts'

const inputs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/** Seconds before the end in which the warning is shown. */
const warning = 60

/** Milliseconds between two notes of the last input. */
const precision = 1000

/**
 * Seconds until `onIdle`, in the last minute before it. Input in any tab starts the time again. A closed tab and a computer
 * that slept are idle meanwhile.
 */
export const useIdle = (minutes: number, onIdle: () => void) => {
  const [secondsLeft, setSecondsLeft] = useState<number>()
  const end = useRef(onIdle)
  end.current = onIdle
  useEffect(() => {
    let isOver = false
    let written = 0
    const check = () => {
      const left = Math.ceil((readLastInput() + minutes * 60_000 - Date.now()) / 1000)
      setSecondsLeft(left > warning ? undefined : Math.max(0, left))
      if (left > 0 || isOver) return
      isOver = true
      end.current()
    }
    const touch = () => {
      if (Date.now() - written < precision) return
      // Input after the limit, such as when a computer wakes up, does not extend the session.
      check()
      if (isOver) return
      written = Date.now()
      writeLastInput()
      setSecondsLeft(undefined)
    }
    check()
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
