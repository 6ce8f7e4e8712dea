import { makeHome, startMuster } from '../muster.ts'
import type { Bench, Line, Row } from '../row.ts'
import { passwordAuth, record, signIn } from '../target.ts'
import { residentMegabytes } from '../usage-of.ts'

const atMost = 120
const validations = 1000

const line = (name: string, megabytes: number): Line => ({
  name,
  muster: `${Math.round(megabytes)} MB`,
  target: `≤ ${atMost} MB`,
  met: megabytes <= atMost,
})

/** Waits until background work after the first response has ended. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 1000))

export const memory: Row = {
  name: 'memory',
  about: `resident memory of the process, on a directory that exists: one second after the start, and one second after ${validations} validations`,
  baseline: '',
  async measure({ database }: Bench) {
    const home = await makeHome(database)
    await (await startMuster(home)).stop()
    const { target, stop } = await startMuster(home)
    const pid = target.pid ?? 0
    await settle()
    const idle = residentMegabytes(pid)
    const scope = { project: { name: 'admin', domain: { id: 'default' } } }
    const token = await signIn(
      target,
      passwordAuth({ name: 'admin', domain: { id: 'default' }, password: target.password }, scope),
    )
    for (let i = 0; i < validations; i++)
      await record(target, { method: 'GET', path: '/v3/auth/tokens', token, subject: token })
    await settle()
    const used = residentMegabytes(pid)
    await stop()
    return [line('memory, idle', idle), line(`memory, after ${validations} validations`, used)]
  },
}
