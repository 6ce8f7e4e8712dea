import { makeHome, startMuster } from '../muster.ts'
import type { Bench, Line, Row } from '../row.ts'
import { median } from '../statistics.ts'
import { milliseconds } from '../table.ts'
import { must } from '../target.ts'

const atMost = 1000
const starts = 5

/** From the start of the process to the first answer of GET /v3. */
const startOnce = async (home: Awaited<ReturnType<typeof makeHome>>): Promise<number> => {
  const begun = performance.now()
  const { target, stop } = await startMuster(home)
  await must(target, 200, { method: 'GET', path: '/v3' })
  const took = performance.now() - begun
  await stop()
  return took
}

const line = (name: string, taken: readonly number[]): Line => ({
  name,
  muster: milliseconds(median(taken)),
  target: `≤ ${milliseconds(atMost)}`,
  met: median(taken) <= atMost,
})

export const start: Row = {
  name: 'start',
  about: `from the start of the process to the first answer of GET /v3, the median of ${starts}: on a directory that exists, and on none`,
  baseline: '',
  async measure({ database }: Bench) {
    const warm = await makeHome(database)
    await startOnce(warm)
    const again: number[] = []
    const first: number[] = []
    for (let i = 0; i < starts; i++) {
      again.push(await startOnce(warm))
      first.push(await startOnce(await makeHome(database)))
    }
    return [line('start', again), line('start, first of all', first)]
  },
}
