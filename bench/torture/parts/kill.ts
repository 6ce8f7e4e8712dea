import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { migrations } from '../../../packages/server/src/store/migrations/all.ts'
import { fillOldSchema, oldUserId, openBare } from '../../../packages/server/test/old-schema.ts'
import { copyHome, type Home, makeHome, startMuster } from '../../muster.ts'
import { must, passwordAuth, record, signIn, type Target } from '../../target.ts'
import { startAndKill } from '../killed.ts'
import type { Outcome, Part, Torture } from '../part.ts'

const password = randomBytes(12).toString('hex')

const admin = (target: Target) =>
  signIn(
    target,
    passwordAuth(
      { name: 'admin', domain: { id: 'default' }, password },
      { project: { name: 'admin', domain: { id: 'default' } } },
    ),
  )

/** Creates users until the server is gone; pushes the acknowledged names. */
const writeTo = (acknowledged: string[]) => async (url: string) => {
  const { hostname, port } = new URL(url)
  const target: Target = { name: 'Muster', host: hostname, port: Number(port), pid: undefined, password }
  try {
    const token = await admin(target)
    for (let n = 0; ; n++) {
      const name = `kept-${n}`
      const body = { user: { name, domain_id: 'default' } }
      const { status } = await record(target, { method: 'POST', path: '/v3/users', token, body })
      if (status !== 201) return
      acknowledged.push(name)
    }
  } catch {
    // The server was killed, as intended.
  }
}

/** Checks the data after a restart; returns the faults. */
const check = async (
  target: Target,
  acknowledged: readonly string[],
  old: readonly string[],
): Promise<readonly string[]> => {
  const token = await admin(target)
  const wrong: string[] = []
  for (const name of acknowledged) {
    const { body } = await must(target, 200, { method: 'GET', path: `/v3/users?name=${name}`, token })
    if (body.users.length !== 1) wrong.push(`the acknowledged user ${name} is lost`)
  }
  for (const id of old) {
    const { status } = await record(target, { method: 'GET', path: `/v3/users/${id}`, token })
    if (status !== 200) wrong.push(`the user ${id} of the old schema is answered with ${status}`)
  }
  return wrong
}

const oldUsers = 300
/** The latest migrations of the versions that upgrades start from. */
const versions = Object.keys(migrations).filter((name) => /T(1210|1262|1400|1412|1440|1464|1530)-/.test(name))

type Kind = 'first start' | 'upgrade'

const homeFor = async (kind: Kind, templates: Map<string, Home>, { database, random }: Torture) => {
  if (kind === 'first start') return makeHome(database)
  const version = versions[Math.floor(random() * versions.length)] ?? ''
  let template = templates.get(version)
  if (!template) {
    const empty = await makeHome(database)
    // An existing installation has a master key.
    const key = { MUSTER_MASTER_KEY: randomBytes(32).toString('base64') }
    template = { ...empty, environment: { ...key, ...empty.environment } }
    const bare = await openBare(template.environment)
    await fillOldSchema(bare.db, version, oldUsers)
    await bare.close()
    templates.set(version, template)
  }
  return copyHome(template)
}

/** The undisturbed time from the start of the process to the end of the welcome. */
const measured = async (kind: Kind, templates: Map<string, Home>, torture: Torture): Promise<number> => {
  const home = await homeFor(kind, templates, torture)
  const muster = await startMuster(home, password)
  await muster.stop()
  return muster.milliseconds
}

const run = async (torture: Torture): Promise<Outcome> => {
  const { times, over, random, printError } = torture
  const failures: string[] = []
  const figures: Record<string, string | number> = {}
  const templates = new Map<string, Home>()
  // Code caches are shared, so that a kill interrupts work and not compilation.
  for (const kind of ['first start', 'upgrade'] as const) {
    await measured(kind, templates, torture)
    const length = await measured(kind, templates, torture)
    let [kills, whileReady, acknowledgedInAll] = [0, 0, 0]
    const before = failures.length
    // Half of the time each.
    const end = kind === 'first start' ? performance.now() + torture.seconds * 450 : Number.POSITIVE_INFINITY
    for (let n = 0; n < times && !over() && performance.now() < end; n++) {
      const home = await homeFor(kind, templates, torture)
      const acknowledged: string[] = []
      // The first third of the start only loads code.
      const moment = length * (0.25 + random() * 0.95)
      const { wasReady } = await startAndKill(home, password, moment, writeTo(acknowledged))
      kills++
      whileReady += wasReady ? 1 : 0
      acknowledgedInAll += acknowledged.length
      try {
        const muster = await startMuster(home, password)
        const old = kind === 'upgrade' ? [1, oldUsers / 2, oldUsers].map(oldUserId) : []
        for (const wrong of await check(muster.target, acknowledged, old))
          failures.push(`${kind} ${n}, killed after ${Math.round(moment)} ms: ${wrong}`)
        await muster.stop()
        await remove(home)
      } catch (error) {
        failures.push(`${kind} ${n}, killed after ${Math.round(moment)} ms: ${(error as Error).message}`)
      }
      if (n % 10 === 9) printError(`  ${kind}: ${n + 1} of ${times}, ${failures.length - before} failures`)
    }
    figures[`${kind}s killed`] = kills
    figures[`${kind}s that started again whole`] = kills - (failures.length - before)
    figures[`${kind}s killed when ready already`] = whileReady
    figures[`${kind}: users acknowledged before the kill`] = acknowledgedInAll
    figures[`${kind}: milliseconds when undisturbed`] = Math.round(length)
  }
  return { figures, failures }
}

const remove = ({ folder }: Home) => rm(folder, { recursive: true, force: true })

export const kill: Part = {
  name: 'kill',
  about: 'kill -9 at random moments of first starts and of upgrades; each must start again, and lose nothing',
  databases: ['sqlite', 'postgres'],
  times: 100,
  run,
}
