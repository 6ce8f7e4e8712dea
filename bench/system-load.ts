import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

type Stat = { readonly parent: number; readonly ticks: number }

/** CPU ticks of a process and its ended children. */
const statOf = (pid: string): Stat | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return {
      parent: Number(fields[1]),
      ticks: [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i]), 0),
    }
  } catch {
    return undefined
  }
}

const ownTicks = (): number => {
  const all = new Map<number, Stat>()
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = statOf(pid)
    if (stat) all.set(Number(pid), stat)
  }
  const isOwn = (pid: number): boolean => pid === process.pid || (pid > 1 && isOwn(all.get(pid)?.parent ?? 0))
  return [...all].reduce((sum, [pid, { ticks }]) => sum + (isOwn(pid) ? ticks : 0), 0)
}

const busyTicks = (): number => {
  const [user = 0, nice = 0, system = 0, , , , , steal = 0] = (
    readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? ''
  )
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return user + nice + system + steal
}

/**
 * Starts a measurement; the returned function returns the share of the machine that other processes have used since.
 * Undefined where the system does not provide it.
 */
export const watchSystemLoad = (): (() => number | undefined) => {
  const look = () => ({ own: ownTicks(), busy: busyTicks(), at: performance.now() })
  try {
    const before = look()
    return () => {
      const after = look()
      const available = ((after.at - before.at) / 10) * availableParallelism()
      return Math.max(0, (after.busy - before.busy - (after.own - before.own)) / available)
    }
  } catch {
    return () => undefined
  }
}
