import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from './databases.ts'
import { type Called, startTestServer, type TestServer } from './test-server.ts'

const clients = 16
const each = 12

const tally = (answers: readonly Called[]): Readonly<Record<number, number>> => {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

onEachDatabase('concurrent writes', (makePlace) => {
  let s: TestServer
  let others: readonly TestServer[] = []
  before(async () => {
    const place = await makePlace()
    s = await startTestServer(place)
    // On PostgreSQL, several nodes share one database.
    if (place.name === 'postgres') others = [s, await startTestServer({ ...place, remove: async () => {} })]
    else others = [s]
  })
  after(async () => {
    for (const one of others.slice(1)) await one.close()
    await s.close()
  })

  /** Clients with sequential requests, distributed over the nodes. */
  const ask = async (of: (client: number, n: number) => { method: string; path: string; body: object }) => {
    const answers: Called[] = []
    const asking = Array.from({ length: clients }, async (_, client) => {
      const node = others[client % others.length] as TestServer
      for (let n = 0; n < each; n++) {
        const { method, path, body } = of(client, n)
        answers.push(await node.call(method, `/v3${path}`, { token: node.system, body }))
      }
    })
    await Promise.all(asking)
    return answers
  }
  const make = async (noun: string, attributes: object): Promise<string> => {
    const { body } = await s.call('POST', `/v3/${noun}s`, { token: s.system, body: { [noun]: attributes } })
    return body[noun].id
  }

  for (const noun of ['project', 'user', 'role'])
    test(`R5: ${clients} clients change one ${noun}, and every change succeeds`, async () => {
      const id = await make(noun, { name: `contended ${noun}` })
      const answers = await ask((client, n) => ({
        method: 'PATCH',
        path: `/${noun}s/${id}`,
        body: { [noun]: { description: `${client}-${n}`, [`own-${client}`]: n } },
      }))
      assert.deepEqual(tally(answers), { 200: clients * each })
      const { body } = await s.call('GET', `/v3/${noun}s/${id}`, { token: s.system })
      for (let client = 0; client < clients; client++) assert.equal(body[noun][`own-${client}`], each - 1)
    })

  test(`R5: ${clients} clients create different projects at once, and every creation succeeds`, async () => {
    const parent = await make('project', { name: 'parent of many' })
    const answers = await ask((client, n) => ({
      method: 'POST',
      path: '/projects',
      body: { project: { name: `project ${client}-${n}`, parent_id: parent } },
    }))
    assert.deepEqual(tally(answers), { 201: clients * each })
  })

  test(`R5: ${clients} clients change different fields of one user at once, by different operations`, async () => {
    const [user, group, role] = [
      await make('user', { name: 'of all trades' }),
      await make('group', { name: 'of all trades' }),
      await make('role', { name: 'of all trades' }),
    ]
    const answers = await ask((client, n) => {
      const kind = client % 3
      if (kind === 0)
        return { method: 'PATCH', path: `/users/${user}`, body: { user: { description: `${n}` } } }
      if (kind === 1) return { method: 'PUT', path: `/groups/${group}/users/${user}`, body: {} }
      return { method: 'PUT', path: `/domains/default/users/${user}/roles/${role}`, body: {} }
    })
    for (const { status, body } of answers)
      assert.ok(status === 200 || status === 204, `${status} ${JSON.stringify(body)}`)
  })
})
