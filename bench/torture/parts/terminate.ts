import { setTimeout as pause } from 'node:timers/promises'
import { administer } from '../../../packages/server/test/postgres.ts'
import { type Database, makeHome, startMuster } from '../../muster.ts'
import { must, passwordAuth, record, signIn, type Target } from '../../target.ts'

/** Writes per second, started at a fixed rate regardless of response times. */
const rate = 200
/** Maximum concurrent requests; further writes are skipped. */
const most = 400
/** Milliseconds between terminations. */
const between = 250

const admin = (target: Target) =>
  signIn(
    target,
    passwordAuth(
      { name: 'admin', domain: { id: 'default' }, password: target.password },
      { project: { name: 'admin', domain: { id: 'default' } } },
    ),
  )

/** Starts writes until stopped; `statuses` counts the responses, 0 for none. */
const writes = (target: Target, token: string) => {
  const statuses = new Map<number, number>()
  const acknowledged: string[] = []
  const underWay = new Set<Promise<void>>()
  let begun = 0
  const write = async (n: number) => {
    const name = `written-${n}`
    const noun = n % 4 === 0 ? 'project' : 'user'
    const body = { [noun]: { name, domain_id: 'default' } }
    const ask = { method: 'POST', path: `/v3/${noun}s`, token, body }
    const status = await record(target, ask).then(
      (answer) => answer.status,
      () => 0,
    )
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    if (status === 201) acknowledged.push(`/v3/${noun}s?name=${name}`)
  }
  const started = performance.now()
  const clock = setInterval(() => {
    for (; begun < ((performance.now() - started) / 1000) * rate; begun++) {
      if (underWay.size >= most) continue
      const going = write(begun).finally(() => underWay.delete(going))
      underWay.add(going)
    }
  }, 5)
  return {
    statuses,
    acknowledged,
    stop: async () => {
      clearInterval(clock)
      await Promise.all(underWay)
      return (performance.now() - started) / 1000
    },
  }
}

type Torture = {
  readonly database: Database
  readonly times: number
  readonly over: () => boolean
  readonly printError: (text: string) => void
}

const run = async ({ database, times, over, printError }: Torture) => {
  const failures: string[] = []
  const home = await makeHome(database)
  const url = home.environment['MUSTER_DATABASE_URL'] ?? ''
  const muster = await startMuster(home)
  const token = await admin(muster.target)
  const writing = writes(muster.target, token)
  let terminations = 0
  while (terminations < times && !over()) {
    await pause(between)
    await administer(
      url,
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'muster'`,
    )
    terminations++
    if (terminations % 10 === 0) printError(`  ${terminations} of ${times}`)
  }
  const seconds = await writing.stop()
  for (const [status, count] of writing.statuses)
    if (status !== 201 && status !== 503)
      failures.push(status === 0 ? `${count} writes got no answer` : `${count} writes got ${status}`)
  try {
    const again = await admin(muster.target)
    for (const path of writing.acknowledged) {
      const { body } = await must(muster.target, 200, { method: 'GET', path, token: again })
      const found = (body.users ?? body.projects).length
      if (found !== 1) failures.push(`${path} was acknowledged and is there ${found} times`)
    }
  } catch (error) {
    failures.push(`the process does not answer any more: ${(error as Error).message}`)
  }
  await muster.stop()
  const of = (status: number) => writing.statuses.get(status) ?? 0
  return {
    figures: {
      'times that every connection was terminated': terminations,
      'writes a second': Math.round([...writing.statuses.values()].reduce((a, b) => a + b, 0) / seconds),
      'writes acknowledged': of(201),
      'writes answered 503': of(503),
    },
    failures,
  }
}

export const terminate = {
  name: 'terminate',
  about: 'PostgreSQL terminates every connection under 200 writes a second',
  databases: ['postgres'] as const,
  times: 50,
  run,
}
