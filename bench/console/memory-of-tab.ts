import { readFile } from 'node:fs/promises'
import type { CDPSession } from 'playwright-core'

const megabyte = 1_000_000

/** Proportional memory of a process: shared pages count in part. */
const memoryOf = async (pid: number): Promise<number> => {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? Number.NaN) * 1024
}

/** Megabytes of the largest renderer process, which is that of the page, and of its JavaScript heap after a collection. */
export const memoryOfTab = async (
  client: CDPSession,
  browser: CDPSession,
): Promise<{ readonly tab: number; readonly heap: number }> => {
  await client.send('HeapProfiler.collectGarbage')
  const { usedSize } = await client.send('Runtime.getHeapUsage')
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo')
  const renderers = processInfo.filter(({ type }) => type === 'renderer')
  const sizes = await Promise.all(renderers.map(({ id }) => memoryOf(id)))
  return { tab: Math.max(...sizes) / megabyte, heap: usedSize / megabyte }
}
