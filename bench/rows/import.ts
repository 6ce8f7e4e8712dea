import { once } from 'node:events'
import { request } from 'node:http'
import { makeHome, startMuster } from '../muster.ts'
import type { Bench, Line, Row } from '../row.ts'
import { count, microseconds, percent } from '../table.ts'
import type { Target } from '../target.ts'
import { computed, ownMegabytes } from '../usage-of.ts'

const users = 1_000_000
const usersOfQuick = 20_000
/** Maximum seconds for a million users. */
const atMost = 300
/** Maximum ratio of the memory of the last quarter to that of the first. */
const flat = 1.25

const rowsAt = (from: number, to: number): string => {
  let text = ''
  for (let n = from; n < to; n++)
    text += `${JSON.stringify({
      username: `person-${n}`,
      email: `person-${n}@example.org`,
      given_name: `Given${n % 1000}`,
      family_name: `Family${n % 7919}`,
      phone_number: `+49 30 ${n}`,
      metadata: { team: n % 100 },
    })}\n`
  return text
}

const call = async ({ host, port }: Target, path: string, body: object, secret?: string) => {
  const answer = await fetch(`http://${host}:${port}/api/v1${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
    },
    body: JSON.stringify(body),
  })
  if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status}: ${await answer.text()}`)
  // biome-ignore lint/suspicious/noExplicitAny: callers read known fields only
  return (await answer.json()) as any
}

/** Sends the rows as fast as the server accepts them and returns the last line of the response. */
const streamRows = async (
  { host, port }: Target,
  secret: string,
  id: string,
  rows: number,
): Promise<string> => {
  const sending = request({
    host,
    port,
    method: 'POST',
    path: `/api/v1/imports/${id}/rows`,
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/x-ndjson' },
  })
  const answered = once(sending, 'response')
  const step = 500
  const send = async () => {
    for (let n = 0; n < rows; n += step)
      if (!sending.write(rowsAt(n, Math.min(n + step, rows)))) await once(sending, 'drain')
    sending.end()
  }
  const [[answer]] = await Promise.all([answered, send()])
  let text = ''
  for await (const part of answer) text = `${text}${part}`.slice(-4096)
  return text.trim().split('\n').at(-1) ?? ''
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

export const importUsers: Row = {
  name: 'import',
  about: `POST /api/v1/imports/…/rows with a stream of ${count(users)} users, each with a claimed email, names, a phone number and metadata, into an empty directory; memory is that of the process without mapped files, sampled every second`,
  baseline: '',
  onlyWhenNamed: true,
  async measure({ database, quick }: Bench): Promise<readonly Line[]> {
    const rows = quick ? usersOfQuick : users
    const { target, stop } = await startMuster(await makeHome(database))
    const { secret } = await call(target, '/sessions', { username: 'admin', password: target.password })
    const { id } = await call(target, '/imports', { format: 'ndjson' }, secret)
    const pid = target.pid ?? 0
    const memory: number[] = []
    const sample = setInterval(() => {
      // A server that died is detected by the missing response.
      if (computed(pid) !== undefined) memory.push(ownMegabytes(pid))
    }, 1000)
    const computedBefore = computed(pid) ?? Number.NaN
    const begun = performance.now()
    const last = await streamRows(target, secret, id, rows)
    const seconds = (performance.now() - begun) / 1000
    clearInterval(sample)
    memory.push(ownMegabytes(pid))
    const cpu = ((computed(pid) ?? Number.NaN) - computedBefore) / rows
    await stop()
    const { state, created } = JSON.parse(last)
    if (state !== 'done' || created !== rows) throw new Error(`the import ended with ${last}`)
    const quarter = Math.ceil(memory.length / 4)
    const growth = median(memory.slice(-quarter)) / median(memory.slice(0, quarter))
    return [
      {
        name: `import, ${count(rows)} users`,
        muster: `${seconds.toFixed(1)} s (${count(rows / seconds)}/s)`,
        target: `≤ ${count((atMost * rows) / users)} s`,
        met: seconds <= (atMost * rows) / users,
        cpu: microseconds(cpu),
      },
      {
        name: 'import, memory',
        muster: `at most ${Math.round(Math.max(...memory))} MB; last quarter ${percent(growth)} of the first`,
        target: `≤ ${percent(flat)}`,
        met: growth <= flat,
      },
    ]
  },
}
