import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

onEachDatabase('tests of mappings at the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const run = (body: object, secret = n.admin) => n.call('POST', '/mappings/test', { secret, body })
  const rules = [
    { local: [{ group: { id: 'staff' } }], remote: [{ type: 'kind', any_one_of: ['employee'] }] },
    {
      local: [
        {
          user: { name: '{0}', email: '{1}' },
          groups: '{2}',
          domain: { name: 'Partners' },
          projects: [{ name: 'web', roles: [{ name: 'member' }] }],
        },
      ],
      remote: [{ type: 'name' }, { type: 'mail' }, { type: 'groups', whitelist: ['^team-'], regex: true }],
    },
  ]

  test('shows the identity, the matching rules and the rule of the user', async () => {
    const assertion = { name: 'ada', mail: 'ada@example.org', groups: ['team-1', 'ops'] }
    const { status, body } = await run({ rules, assertion, schema_version: '2.0' })
    assert.equal(status, 200)
    assert.deepEqual(body, {
      user: { type: 'ephemeral', name: 'ada', email: 'ada@example.org', domain: { name: 'Partners' } },
      group_ids: [],
      groups: [{ name: 'team-1', domain: { name: 'Partners' } }],
      projects: [{ name: 'web', domain: { name: 'Partners' }, roles: [{ name: 'member' }] }],
      rules: [
        { matches: false, unmet_attribute: 'kind', attribute_present: false },
        { matches: true, unmet_attribute: null, attribute_present: null },
      ],
      user_rule: 1,
      failure: null,
    })
  })

  test('says why no user can sign in', async () => {
    const { body } = await run({ rules, assertion: { kind: 'guest' } })
    assert.deepEqual(
      [body.user, body.user_rule, body.failure],
      [null, null, 'No rule of the mapping matches the assertion.'],
    )
    assert.deepEqual(body.rules[0], { matches: false, unmet_attribute: 'kind', attribute_present: true })
    const withoutUser = await run({ rules, assertion: { kind: 'employee' } })
    assert.match(withoutUser.body.failure, /names no user/)
    assert.equal(withoutUser.body.rules[0].matches, true)
  })

  test('T75: an evaluation ends at the limit of a sign-in', async () => {
    const slow = [
      {
        local: [{ user: { name: 'x' } }],
        remote: [{ type: 'a', any_one_of: Array.from({ length: 20 }, () => '(?:a?){100}b'), regex: true }],
      },
    ]
    const assertion = { a: Array.from({ length: 100 }, () => 'a'.repeat(4096)) }
    const { status, body } = await run({ rules: slow, assertion })
    assert.deepEqual([status, body.user, body.rules], [200, null, []])
    assert.match(body.failure, /too many steps/)
  })

  test('rejects rules that a mapping cannot have, and assertions of another form', async () => {
    const assertion = { a: 'x' }
    for (const [body, code] of [
      [{ rules: [{ local: [], remote: [{}] }], assertion }, 'mapping_invalid'],
      [{ rules, assertion, schema_version: '3.0' }, 'mapping_invalid'],
      [{ rules, assertion: { a: 7 } }, 'invalid_request'],
      [{ rules }, 'invalid_request'],
    ] as const) {
      const answer = await run(body)
      assert.equal(answer.status, 400)
      if (code === 'mapping_invalid') assert.equal(problemOf(answer), code)
    }
  })

  test('only administrators test mappings', async () => {
    const { secret } = await n.newDomain()
    for (const other of [secret, await n.newReader('default')])
      assert.equal((await run({ rules, assertion: {} }, other)).status, 403)
  })
})
