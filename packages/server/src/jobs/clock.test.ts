import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Clock, startClock } from './clock.ts'

const start = Date.UTC(2026, 0, 2, 3, 4, 5)

/** A simulation of real time, the clocks of the machines and the clock of the database. */
const simulation = () => {
  let elapsed = 0
  let database = start
  let reached = 0
  const reports: string[] = []
  const clocks: Clock[] = []
  return {
    pass: (ms: number) => {
      elapsed += ms
      database += ms
    },
    setDatabase: (by: number) => {
      database += by
    },
    database: () => database,
    reports,
    /** `back`: milliseconds of latency of a database response. */
    node: async ({ ahead = 0, back = 0, sqlite = false, newest = 0 } = {}) => {
      let system = ahead
      const clock = await startClock({
        store: { reached: async () => reached, reach: async () => {}, newestEvent: async () => newest },
        reach: async (at) => {
          reached = Math.max(reached, at)
        },
        databaseTime: sqlite
          ? undefined
          : async () => {
              const shown = database
              elapsed += back
              database += back
              return shown
            },
        systemTime: () => start + elapsed + system,
        elapsed: () => elapsed,
        onDifference: (ms) => reports.push(`differs ${ms}`),
        onSetBack: (ms) => reports.push(`set back ${ms}`),
        onFailure: (error) => reports.push(error.message),
      })
      clocks.push(clock)
      return {
        ...clock,
        setSystem: (by: number) => {
          system += by
        },
      }
    },
    close: () => Promise.all(clocks.map((clock) => clock.stop())),
  }
}

test('R4: nodes with different clocks follow the clock of the database, and report which machine is wrong', async () => {
  const w = simulation()
  const nodes = [await w.node({ ahead: 5000 }), await w.node({ ahead: -600_000 }), await w.node()]
  w.pass(1234)
  for (const node of nodes) assert.equal(node.now(), start + 1234)
  assert.deepEqual(w.reports, ['differs 5000', 'differs -600000'])
  await w.close()
})

test('R4: a node is never ahead of the database, and its latest time never behind it, regardless of latency', async () => {
  const w = simulation()
  const node = await w.node({ back: 700 })
  for (let step = 0; step < 50; step++) {
    w.pass(97)
    if (step % 10 === 0) await node.round()
    assert.ok(node.now() <= w.database(), 'ahead of the database')
    assert.ok(node.latest() >= w.database(), 'behind the database')
  }
  await w.close()
})

test('R4: a clock that is set back runs at half speed until time has caught up, and never backwards', async () => {
  for (const sqlite of [false, true]) {
    const w = simulation()
    const node = await w.node({ sqlite })
    w.pass(10_000)
    await node.round()
    const before = node.now()
    if (sqlite) node.setSystem(-600_000)
    else w.setDatabase(-600_000)
    await node.round()
    assert.equal(node.now(), before)
    assert.deepEqual(w.reports.slice(-1), ['set back 600000'])
    w.pass(2000)
    assert.equal(node.now(), before + 1000, 'waiting for the next second takes two')
    w.pass(1_198_000)
    await node.round()
    assert.equal(node.now(), before + 600_000)
    assert.equal(node.now(), sqlite ? node.wallTime() : w.database())
    w.pass(1000)
    assert.equal(node.now(), before + 601_000, 'at full speed again')
    await w.close()
  }
})

test('R4: the time of day follows the source at once', async () => {
  const w = simulation()
  const node = await w.node({ sqlite: true })
  node.setSystem(-600_000)
  assert.equal(node.wallTime(), start - 600_000)
  assert.equal(node.now(), start)
  await w.close()
})

test('R4: a start continues from the time reached before it, and from the latest event', async () => {
  const w = simulation()
  const wrong = await w.node({ sqlite: true, ahead: 600_000 })
  await wrong.stop()
  const right = await w.node({ sqlite: true })
  assert.equal(right.now(), start + 600_000)
  const newer = await w.node({ sqlite: true, newest: start + 700_000 })
  assert.equal(newer.now(), start + 700_000)
  await w.close()
})

test('R4: while the clock is ahead of its source, nodes exchange their offset', async () => {
  const w = simulation()
  const one = await w.node()
  const other = await w.node()
  w.setDatabase(-60_000)
  await one.round()
  assert.equal(one.now(), start)
  const late = await w.node()
  assert.ok(late.latest() >= one.now())
  await other.round()
  await late.round()
  for (const node of [one, other, late])
    for (const also of [one, other, late]) assert.ok(node.latest() >= also.now())
  await w.close()
})
