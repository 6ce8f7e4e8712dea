import { styleText } from 'node:util'
import { say } from '../output/out.ts'

export type Progress = {
  /** Rows that are done, and the part of the whole from 0 to 1 where it is known. */
  readonly show: (text: string, rows: number, part: number | undefined) => void
  /** Prints a sentence above the bar. */
  readonly print: (sentence: string) => void
  /** Rows in each second since the start. */
  readonly rate: (rows: number) => string
}

export const count = (number: number): string => number.toLocaleString('en')

const cells = 20
const bar = (part: number): string => {
  const full = Math.round(Math.min(1, part) * cells)
  return `[${'#'.repeat(full)}${'-'.repeat(cells - full)}] ${String(Math.floor(Math.min(1, part) * 100)).padStart(3)}%`
}

/** Seconds as 1:05 or 2:00:09. */
export const clock = (seconds: number): string => {
  const whole = Math.round(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (number: number) => String(number).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** Milliseconds between two lines where standard error is no terminal. */
const quiet = 5000

/** A line that is overwritten on a terminal, with a bar, the rate and the remaining time; plain lines otherwise. */
export const makeProgress = (rowsBefore: number, partBefore = 0): Progress => {
  const isTerminal = process.stderr.isTTY === true
  const begun = Date.now()
  let last = begun
  let isOpen = false
  const elapsed = () => Math.max(1, Date.now() - begun) / 1000
  const rate = (rows: number) => `${count(Math.round((rows - rowsBefore) / elapsed()))} rows/s`
  const remaining = (part: number | undefined): string =>
    part === undefined || part <= partBefore
      ? ''
      : `, ${clock((elapsed() * (1 - Math.min(1, part))) / (part - partBefore))} left`
  const clear = () => {
    if (isOpen) process.stderr.write('\r\x1b[K')
    isOpen = false
  }
  return {
    rate,
    show(text, rows, part) {
      const line = `${text}; ${rate(rows)}${remaining(part)}`
      if (isTerminal) {
        clear()
        const shown =
          part === undefined ? line : `${styleText('cyan', bar(part), { stream: process.stderr })} ${line}`
        process.stderr.write(shown)
        isOpen = true
        return
      }
      if (Date.now() - last < quiet) return
      last = Date.now()
      say(part === undefined ? line : `${Math.floor(part * 100)}%: ${line}`)
    },
    print(sentence) {
      clear()
      say(sentence)
    },
  }
}
