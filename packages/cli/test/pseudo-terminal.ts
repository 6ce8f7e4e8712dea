import { spawn } from '@lydell/node-pty'
import { type Home, program } from './run-muster.ts'

/** A conversation as a terminal shows it. */
export type Terminal = {
  /** Everything that was shown so far, with its escape sequences. */
  readonly shown: () => string
  /** Waits until the text is shown after what earlier calls waited for, and returns what was shown up to it. */
  readonly until: (text: string) => Promise<string>
  readonly type: (keys: string) => void
  readonly kill: () => void
  readonly ended: Promise<{ readonly code: number; readonly signal: number }>
}

/** Milliseconds after which a text that is not shown fails the test. */
const patience = 20_000

/** Runs `muster` in a pseudo-terminal. */
export const openTerminal = (
  home: Home,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Terminal => openProgram(home, process.execPath, [program, ...args], env)

/** Runs any program in a pseudo-terminal. */
export const openProgram = (
  home: Home,
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Terminal => {
  const pty = spawn(file, [...args], {
    cols: 160,
    rows: 40,
    cwd: home.folder,
    env: { ...home.env, TERM: 'xterm-256color', ...env },
  })
  let shown = ''
  let seen = 0
  let check = () => {}
  pty.onData((part) => {
    shown += part
    check()
  })
  const ended = new Promise<{ code: number; signal: number }>((resolve) => {
    pty.onExit(({ exitCode, signal = 0 }) => resolve({ code: exitCode, signal }))
  })
  return {
    shown: () => shown,
    ended,
    type: (keys) => pty.write(keys),
    kill: () => pty.kill('SIGKILL'),
    until: (text) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          pty.kill('SIGKILL')
          reject(new Error(`${JSON.stringify(text)} is not shown:\n${shown}`))
        }, patience)
        check = () => {
          const at = shown.indexOf(text, seen)
          if (at === -1) return
          clearTimeout(timer)
          check = () => {}
          const part = shown.slice(seen, at + text.length)
          seen = at + text.length
          resolve(part)
        }
        check()
      }),
  }
}

/** What a person reads: without escape sequences. */
export const plain = (shown: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences of terminals
  shown.replaceAll(/\u001b\[[\d;?]*[A-Za-z]/g, '').replaceAll('\r', '')
