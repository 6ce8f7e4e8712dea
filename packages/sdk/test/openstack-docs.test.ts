import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { Connection, MissingAuthMethods } from '@muster/sdk/openstack'
import * as examples from '../examples/openstack.ts'
import { currentProject } from '../examples/openstack-node.ts'
import { sendJson, startFakeServer } from './fake-server.ts'
import { onEachMuster } from './muster-server.ts'
import { adminOptions, unique } from './openstack-suite.ts'
import { openstackSeed } from './seeds/openstack.ts'

const read = (path: string) => readFile(new URL(`../../../${path}`, import.meta.url), 'utf8')

test('the page quotes every region of the examples', async () => {
  const page = await read(`docs/sdk/${openstackSeed.page}`)
  for (const file of ['openstack.ts', 'openstack-node.ts']) {
    const source = await read(`packages/sdk/examples/${file}`)
    const regions = [...source.matchAll(/\/\/ #region (\S+)\n(.*?)\/\/ #endregion/gs)]
    assert.ok(regions.length > 0)
    for (const [, name, text = ''] of regions)
      assert.ok(page.includes(`\`\`\`ts\n${text.trimEnd()}\n\`\`\``), `${file}: ${name}`)
  }
})

test('the page has a row for every operation of the seed', async () => {
  const page = await read(`docs/sdk/${openstackSeed.page}`)
  for (const { name, implementation } of openstackSeed.operations) {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`))
    assert.ok(row?.includes(`\`${implementation.replace('identity.', '')}(`), name)
  }
})

onEachMuster('openstack: examples', (server) => {
  const target = () => {
    const authUrl = `${server().url}/v3`
    return { authUrl, adminPassword: server().adminPassword, endpointOverrides: { identity: authUrl } }
  }
  const connect = () => new Connection(adminOptions(target()))
  const variables = { ...process.env }
  before(async () => {
    const { identity } = connect()
    const service = await identity.services.find('keystone', { ignoreMissing: false })
    for await (const endpoint of identity.endpoints.list({ serviceId: service }))
      await identity.endpoints.update(endpoint, { url: `${server().url}/v3` })
  })
  after(() => {
    process.env = variables
  })

  test('the examples run', async () => {
    const { authUrl, adminPassword } = target()
    assert.equal(await examples.firstCall(authUrl, adminPassword), true)
    const connection = connect()
    const { names, some } = await examples.listUsers(connection)
    assert.deepEqual([names.includes('admin'), some.map(({ name }) => name)], [true, ['admin']])
    const { name } = await connection.identity.users.create({ name: unique() })
    const assignments = await examples.joinProject(connection, name, unique())
    assert.ok(assignments.length > 0)
    const { identity } = connection
    assert.equal(
      await examples.describeFailure(() => identity.users.get('absent')),
      'there is no such object',
    )
    assert.equal(await examples.describeFailure(() => identity.users.create({ name })), 'the name is taken')
    assert.match(
      await examples.describeFailure(() => identity.groups.create({ name: '' })),
      /^status 400, request req-/,
    )
    assert.equal(await examples.describeFailure(() => identity.users.list().toArray({ limit: 1 })), 'done')
  })

  test('the example of an application credential runs', async () => {
    const { application_credential: created } = await examples.createApplicationCredential(
      connect(),
      unique(),
    )
    const auth = { type: 'applicationCredential', ...created } as const
    assert.equal(
      (await new Connection({ authUrl: target().authUrl, auth }).authenticate()).user.name,
      'admin',
    )
  })

  test('the example of environment variables runs', async () => {
    process.env = {
      OS_AUTH_URL: server().url,
      OS_USERNAME: 'admin',
      OS_PASSWORD: server().adminPassword,
      OS_PROJECT_NAME: 'admin',
      OS_DEFAULT_DOMAIN_ID: 'default',
    }
    assert.equal(await currentProject(), 'admin')
  })

  test('the example of another service runs', async () => {
    const compute = await startFakeServer((_request, response) => sendJson(response, 200, { servers: [] }))
    const { authUrl } = target()
    const connection = new Connection({
      ...adminOptions(target()),
      endpointOverrides: { identity: authUrl, compute: `${compute.url}/v2.1` },
    })
    assert.deepEqual(await examples.listServers(connection), { servers: [] })
    await compute.close()
    assert.equal(compute.received[0]?.headers['openstack-api-version'], 'compute 2.90')
  })

  test('the example of a second factor runs', async () => {
    const { identity } = connect()
    const user = await identity.users.create({
      name: unique(),
      password: 'correct horse 1',
      options: { multiFactorAuthRules: [['password', 'totp']], multiFactorAuthEnabled: true },
    })
    const auth = { type: 'password', user: { id: user.id }, password: 'correct horse 1' } as const
    const connection = new Connection({ authUrl: target().authUrl, auth })
    await assert.rejects(connection.authenticate(), MissingAuthMethods)
    let asked = 0
    const readPasscode = async () => {
      asked++
      return '000000'
    }
    await assert.rejects(examples.signIn(connection, readPasscode), { status: 401 })
    assert.equal(asked, 1)
  })

  test('the examples of authentication are valid options', () => {
    for (const options of Object.values(examples.authentication('s', async () => '123456')))
      assert.ok(new Connection(options) instanceof Connection)
  })
})
