import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createEndpoint } from '../src/core/directory/catalog/create-endpoint.ts'
import { createService } from '../src/core/directory/catalog/create-service.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { eventKindNames, eventKinds } from '../src/core/kernel/events/event-kinds.ts'
import { listEvents } from '../src/core/kernel/events/events.ts'
import { showEvent } from '../src/core/kernel/events/show-event.ts'
import { onEachDatabase } from './databases.ts'
import { eventLogSettled } from './event-log-settled.ts'
import { createTestCore } from './test-core.ts'

const core = fileURLToPath(new URL('../src/core', import.meta.url))

/** Every possible event kind in the source of core outside the catalogue; `${…}` matches anything. */
const written = async (): Promise<readonly RegExp[]> => {
  const names = (await readdir(core, { recursive: true })).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('event-kinds.ts'),
  )
  const texts = await Promise.all(names.map((name) => readFile(join(core, name), 'utf8')))
  return texts.flatMap((text) =>
    [...text.matchAll(/['`]((?:[a-z_]+|\$\{[^}]+\})\.(?:[a-z_]+|\$\{[^}]+\}))['`]/g)].map(
      ([, kind = '']) => new RegExp(`^${kind.replace('.', '\\.').replaceAll(/\$\{[^}]+\}/g, '[a-z_]+')}$`),
    ),
  )
}

// The compiler checks that recorded kinds are in the catalogue.
test('N11: every kind of the catalogue is recorded somewhere', async () => {
  const patterns = await written()
  assert.ok(patterns.length > 50)
  for (const kind of eventKindNames)
    assert.ok(
      patterns.some((pattern) => pattern.test(kind)),
      `nothing records ${kind}`,
    )
})

test('N11: the catalogue describes each kind, and names fields as the API does', () => {
  for (const [kind, { about, subject, detail }] of Object.entries(eventKinds)) {
    assert.match(kind, /^[a-z_]+\.[a-z_]+$/)
    assert.match(about, /^[A-Z].*\.$/, kind)
    assert.ok(subject.length > 0, kind)
    for (const name of Object.keys(detail)) assert.match(name, /^[a-z_]+$/, kind)
  }
})

onEachDatabase('events as the API returns them', (makePlace) => {
  test('N11: fields are in snake case, and the detail matches the catalogue', async () => {
    const testCore = await createTestCore(await makePlace())
    const { id } = await testCore.run(createUser, { name: 'ann', domainId: 'default' })
    await testCore.run(updateUser, { id, displayName: 'Ann', description: 'x' })
    const service = await testCore.run(createService, { type: 'x', name: 'x' } as never)
    await testCore.run(createEndpoint, {
      serviceId: service.id,
      interface: 'public',
      url: 'http://x.test',
    } as never)
    await eventLogSettled(testCore.store)
    const { rows } = await testCore.run(listEvents, { descending: false, limit: 100 })
    const shown = rows.map(({ event }) => showEvent(event))
    const updated = shown.find(({ kind }) => kind === 'user.updated')
    assert.deepEqual(updated?.detail, { fields: ['display_name', 'description'] })
    for (const { kind, detail } of shown) {
      const known = Object.keys(eventKinds[kind as keyof typeof eventKinds].detail)
      for (const name of Object.keys(detail)) assert.ok(known.includes(name), `${kind}: ${name}`)
    }
    assert.ok(
      shown.some(({ kind, detail }) => kind === 'endpoint.created' && detail['service_id'] === service.id),
    )
    await testCore.close()
  })
})
