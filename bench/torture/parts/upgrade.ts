import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { insertOldUsers, oldUserId, openBare } from '../../../packages/server/test/old-schema.ts'
import { countPresent, wrongCounts } from '../../../packages/server/test/user-count-check.ts'
import { endChild, startNode } from '../../cleanup.ts'
import { type Home, makeHome, startMuster } from '../../muster.ts'
import { passwordAuth, record, signIn, type Target } from '../../target.ts'
import type { Outcome, Part, Torture } from '../part.ts'

const password = randomBytes(12).toString('hex')

/** `muster serve` of another version, in its folder. */
const startOld = async (folder: string, home: Home) => {
  const child = startNode([join(folder, 'packages/cli/muster.mjs'), 'serve'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      MUSTER_PORT: '0',
      MUSTER_BOOTSTRAP_PASSWORD: password,
      ...home.environment,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ready = new Promise<string>((resolve) => {
    let said = ''
    child.stdout?.on('data', (chunk) => {
      said += chunk
      const url = /ready at (\S+)/.exec(said)?.[1]
      if (url) resolve(url)
    })
  })
  const died = once(child, 'exit').then(() => {
    throw new Error('the older version ended')
  })
  died.catch(() => {})
  const { hostname, port } = new URL(await Promise.race([ready, died]))
  const target: Target = {
    name: 'the older version',
    host: hostname,
    port: Number(port),
    pid: child.pid,
    password,
  }
  return { target, stop: () => endChild(child) }
}

const admin = (target: Target) =>
  signIn(
    target,
    passwordAuth(
      { name: 'admin', domain: { id: 'default' }, password },
      { project: { name: 'admin', domain: { id: 'default' } } },
    ),
  )

/** Reads and writes at one node until stopped; every unexpected response is a fault. */
const load = (target: Target, token: string, users: number, { random }: Torture, prefix: string) => {
  let going = true
  let [reads, writes, unavailable] = [0, 0, 0]
  const failures: string[] = []
  const created: string[] = []
  const expect = async (wanted: number, method: string, path: string, body?: object) => {
    const answer = await record(target, { method, path, token, body }).catch((error: Error) => ({
      status: 0,
      body: error.message,
    }))
    // The only response that does not say whether the write took effect.
    if (answer.status === 503) unavailable++
    else if (answer.status !== wanted)
      failures.push(
        `${target.name}: ${method} ${path}: ${answer.status}, not ${wanted}: ${answer.body.slice(0, 120)}`,
      )
    return answer
  }
  const read = async () => {
    while (going) {
      await expect(200, 'GET', `/v3/users/${oldUserId(1 + Math.floor(random() * users))}`)
      reads++
    }
  }
  const write = async (writer: number) => {
    for (let n = 0; going; n++) {
      const user = { name: `${prefix}-${writer}-${n}`, domain_id: 'default' }
      const answer = await expect(201, 'POST', '/v3/users', { user })
      writes++
      if (answer.status !== 201) continue
      const { id } = JSON.parse(answer.body).user
      if (n % 3 === 0) {
        const gone = await expect(204, 'DELETE', `/v3/users/${id}`)
        if (gone.status === 204) continue
      }
      created.push(id)
    }
  }
  const loops = [read(), read(), read(), write(1), write(2)]
  return {
    failures,
    created,
    figures: () => ({ reads, writes, unavailable }),
    stop: async () => {
      going = false
      await Promise.all(loops)
    },
  }
}

const run = async (torture: Torture): Promise<Outcome> => {
  const { old: folder, users = 60_000 } = torture
  if (folder === undefined)
    throw new Error('--old must name the folder of an older version with its packages installed.')
  const home = await makeHome('postgres')
  const old = await startOld(folder, home)
  const bare = await openBare(home.environment)
  await insertOldUsers(bare.db, 1, users)
  const token = await admin(old.target)
  const onOld = load(old.target, token, users, torture, 'at-old')
  const muster = await startMuster(home, password)
  const onNew = load(muster.target, await admin(muster.target), users, torture, 'at-new')
  await new Promise((resolve) => setTimeout(resolve, 5000))
  await onOld.stop()
  await onNew.stop()

  const failures = [...onOld.failures, ...onNew.failures]
  failures.push(...(await wrongCounts(bare.db)).map((wrong) => `counted and present users of ${wrong}`))
  const created = [...onOld.created, ...onNew.created]
  const present = await countPresent(bare.db, created)
  if (present !== created.length)
    failures.push(`${created.length} users were acknowledged, and ${present} are there`)
  await bare.close()
  await muster.stop()
  await old.stop()
  const [before, after] = [onOld.figures(), onNew.figures()]
  return {
    figures: {
      'users before': users,
      'milliseconds that the new version took to start': Math.round(muster.milliseconds),
      'reads at the older version; at the new one': `${before.reads}; ${after.reads}`,
      'writes at the older version; at the new one': `${before.writes}; ${after.writes}`,
      'answers 503': `${before.unavailable}; ${after.unavailable}`,
      'users acknowledged': created.length,
    },
    failures,
  }
}

export const upgrade: Part = {
  name: 'upgrade',
  about: 'a new version starts beside an older one under load: no wrong answer, nothing lost, right counts',
  databases: ['postgres'],
  times: 1,
  onlyWhenNamed: true,
  run,
}
