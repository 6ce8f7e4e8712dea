import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Resident memory of a process in MB (10^6 bytes). */
export const residentMegabytes = (pid: number): number =>
  (Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024) / 1e6

/**
 * Resident memory without mapped files, which the system can reclaim: SQLite maps its database. All resident memory
 * where the system does not distinguish them.
 */
export const ownMegabytes = (pid: number): number => {
  let status: string
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return residentMegabytes(pid)
  }
  const kilobytes = /^RssAnon:\s+(\d+) kB/m.exec(status)?.[1]
  return kilobytes === undefined ? residentMegabytes(pid) : (Number(kilobytes) * 1024) / 1e6
}

/** CPU time of a process so far, in seconds; undefined where the system does not provide it. */
export const computed = (pid: number): number | undefined => {
  let text: string
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return undefined
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const ticksPerSecond = 100
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}
