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

/** Lets a server come to rest: what it still does after its first answer is not idleness. */
const rest = () => new Promise((resolve) => setTimeout(resolve, 1000))

export const memory: Row = {
  name: 'memory',
  about: `resident memory of the process, on a directory that exists: one second after the start, and one second after ${validations} validations`,
  floor: '',
  async measure({ database }: Bench) {
    const home = await makeHome(database)
    await (await startMuster(home)).stop()
    const { place, stop } = await startMuster(home)
    const pid = place.pid ?? 0
    await rest()
    const idle = residentMegabytes(pid)
    const scope = { project: { name: 'admin', domain: { id: 'default' } } }
    const token = await signIn(
      place,
      passwordAuth({ name: 'admin', domain: { id: 'default' }, password: place.password }, scope),
    )
    for (let i = 0; i < validations; i++)
      await record(place, { method: 'GET', path: '/v3/auth/tokens', token, subject: token })
    await rest()
    const used = residentMegabytes(pid)
    await stop()
    return [line('memory, idle', idle), line(`memory, after ${validations} validations`, used)]
  },
}
