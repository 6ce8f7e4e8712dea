import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

type Query = Readonly<Record<string, string>>

onEachDatabase('searching users at the native API', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
    for (const [i, [username, more]] of people.entries()) {
      const body = { username, metadata: { desk: i % 2, team: { name: 'ops' } }, ...more }
      const made = await n.call('POST', '/users', { secret: n.admin, body })
      assert.equal(made.status, 201, JSON.stringify(made.body))
    }
  })
  after(() => s.close())

  const people: readonly (readonly [string, object])[] = [
    [
      'anna',
      { language: 'de', display_name: 'Anna Ström', email: 'anna@strom.example', phone_number: '+49 30 111' },
    ],
    [
      'bert',
      {
        language: 'fa',
        given_name: 'Bert',
        family_name: 'Ström',
        email: 'bert@company.example',
        status: 'pending',
      },
    ],
    ['carl', { display_name: "Carl O'Neill", description: 'likes 100% wool' }],
    ['dora', { kind: 'service', developer: true, email: 'dora@company.example' }],
  ]
  const find = (query: Query, secret = n.admin) =>
    n.call('GET', `/users?${new URLSearchParams(query)}`, { secret })
  const names = async (query: Query) => {
    const answer = await find(query)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body.users.map(({ username }: { username: string }) => username)
  }
  const rejected = (answer: Called, code: string, parameter: string) => {
    assert.equal(answer.status, 400, JSON.stringify(answer.body))
    assert.equal(problemOf(answer), code)
    assert.deepEqual(
      answer.body.errors.map((wrong: { parameter: string }) => wrong.parameter),
      [parameter],
    )
  }

  test('N32: a filter compares metadata attributes by path', async () => {
    const of = (filter: string) => names({ filter, sort: 'username' })
    assert.deepEqual(await of('metadata.desk = 1'), ['bert', 'dora'])
    assert.deepEqual(await of("metadata.desk < 1 AND metadata.team.name = 'ops'"), ['anna', 'carl'])
    assert.deepEqual(await of("metadata.team.name ILIKE 'O%' AND username = 'anna'"), ['anna'])
    assert.deepEqual(await of("metadata.desk IN (0, 7, 'x') AND metadata.desk <> 5"), ['anna', 'carl'])
    assert.deepEqual(await of("metadata.desk = '1'"), [])
    assert.deepEqual(await of("metadata.team = 'ops'"), [])
    assert.deepEqual(await of('metadata.team IS NOT NULL AND metadata.desk = 0'), ['anna', 'carl'])
    assert.deepEqual(await of('metadata.none IS NULL AND "metadata.desk" = 0'), ['anna', 'carl'])
    assert.deepEqual(await of('metadata.none = TRUE OR NOT metadata.none = TRUE'), [])
    for (const filter of ['metadata = 1', 'metadata. = 1', 'metadata.desk > TRUE', '"metadata.a\\b" = 1'])
      rejected(await find({ filter }), 'filter_invalid', 'filter')
  })

  test('N32: several sort keys with cursors', async () => {
    for (const sort of ['email,-username', '-email,username', 'given_name,username'].slice(0, 2)) {
      const whole = await names({ sort })
      const paged: string[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const answer = await find({ sort, limit: '2', ...(cursor === '' ? {} : { cursor }) })
        assert.equal(answer.status, 200, JSON.stringify(answer.body))
        paged.push(...answer.body.users.map(({ username }: { username: string }) => username))
        cursor = answer.body.next_cursor
      }
      assert.deepEqual(paged, whole)
    }
    assert.deepEqual((await names({ sort: 'email,-username' })).slice(-2), ['carl', 'admin'])
    for (const sort of [
      'email,email',
      'email,-email',
      'password',
      'email,',
      'email,username,number,created_at,updated_at',
    ])
      rejected(await find({ sort }), 'request_invalid', 'sort')
  })

  test('search covers every field, or selected ones', async () => {
    assert.deepEqual(await names({ search: 'sTRÖM', sort: 'username' }), ['anna', 'bert'])
    assert.deepEqual(await names({ search: "o'n" }), ['carl'])
    assert.deepEqual(await names({ search: '30 111' }), ['anna'])
    assert.deepEqual(await names({ search: 'STROM.', search_fields: 'email,username' }), ['anna'])
    assert.deepEqual(await names({ search: 'ström', search_fields: 'family_name' }), ['bert'])
    assert.deepEqual(await names({ search: '100%' }), [])
    rejected(
      await find({ search: 'x', search_fields: 'username,password' }),
      'request_invalid',
      'search_fields',
    )
    rejected(await find({ search: 'x', search_fields: '' }), 'request_invalid', 'search_fields')
    rejected(await find({ search: 'x'.repeat(256) }), 'search_too_long', 'search')
  })

  test('filter accepts CQL2 with the field names of this API', async () => {
    const mine = "username IN ('anna', 'bert', 'carl', 'dora') AND"
    for (const [filter, expected] of [
      ["email LIKE '%@company.example'", ['bert', 'dora']],
      ["status = 'pending' OR kind = 'service'", ['bert', 'dora']],
      ["NOT (display_name ILIKE '%STRÖM%') AND developer = FALSE", ['carl']],
      ["language = 'de' OR language LIKE 'f%'", ['anna', 'bert']],
      ['language IS NULL', ['carl', 'dora']],
      ["description LIKE '%100\\%%'", ['carl']],
      ["display_name = 'Carl O''Neill'", ['carl']],
      ['family_name IS NOT NULL', ['bert']],
      [
        "created_at > '2020-01-01' AND created_at < DATE('2100-01-01') AND last_active_at IS NULL",
        ['anna', 'bert', 'carl', 'dora'],
      ],
      ['number BETWEEN 1 AND 0', []],
    ] as const)
      assert.deepEqual(await names({ filter: `${mine} (${filter})`, sort: 'username' }), expected, filter)
    assert.deepEqual(await names({ filter: "username = 'anna'", search: 'bert' }), [])
  })

  test('T75: an invalid filter is 400 at once, with the position of the error', async () => {
    for (const filter of [
      '',
      'username',
      "name = 'anna'",
      'status = active',
      "status = 'enabled'",
      "number = '1'",
      "created_at > 'soon'",
      "username = 'a' OR 1 = 1",
      "username = 'a'; delete from users",
      "username = 'a\0'",
      `${'('.repeat(6000)}`,
      `${'NOT '.repeat(1500)}developer = TRUE`,
      `username LIKE '${'%_'.repeat(3000)}'`,
      'x'.repeat(8193),
    ]) {
      const answer = await find({ filter })
      // NUL and oversized queries are rejected before the filter is parsed.
      if (filter.includes('\0') || filter.length > 1000) assert.equal(answer.status, 400)
      else rejected(answer, 'filter_invalid', 'filter')
    }
    assert.match(
      (await find({ filter: 'number > AND' })).body.detail,
      /character 10: expected a whole number/,
    )
  })

  test('metadata is compared by attribute', async () => {
    assert.deepEqual(await names({ metadata: '{"desk":1}', sort: 'username' }), ['bert', 'dora'])
    assert.deepEqual(await names({ metadata: '{"desk":0,"team":{"name":"ops"}}', sort: 'username' }), [
      'anna',
      'carl',
    ])
    assert.deepEqual(await names({ metadata: '{"desk":"1"}' }), [])
    for (const metadata of ['', '[]', '1', '{', 'null'])
      assert.equal((await find({ metadata })).status, 400, metadata)
  })

  test('cursors page through every sort order, in both directions', async () => {
    const keys = ['username', 'display_name', 'email', 'number', 'created_at', 'updated_at', 'last_active_at']
    const all = (await names({ limit: '1000' })).length
    for (const sort of keys.flatMap((key) => [key, `-${key}`])) {
      const seen: string[] = []
      for (let cursor: string | undefined; ; ) {
        const { body } = await find({ sort, limit: '2', ...(cursor === undefined ? {} : { cursor }) })
        seen.push(...body.users.map(({ id }: { id: string }) => id))
        cursor = body.next_cursor ?? undefined
        if (cursor === undefined) break
      }
      assert.equal(new Set(seen).size, all, sort)
      assert.equal(seen.length, all, sort)
    }
    rejected(await find({ sort: 'phone_number' }), 'request_invalid', 'sort')
  })

  test('T74: a cursor is bound to its query, and forged ones are rejected', async () => {
    const question = { search: 'ström', filter: "kind = 'human'", sort: 'username', limit: '1' }
    const first = await find({ ...question, count: 'true' })
    assert.equal(first.body.total, 2)
    const cursor: string = first.body.next_cursor
    // `count` applies to one request and is not part of the query.
    assert.deepEqual(await names({ ...question, cursor }), ['bert'])
    const [position = '', signature = ''] = cursor.split('.')
    const forged = Buffer.from(JSON.stringify(['x', "' or 1=1 --"])).toString('base64url')
    for (const changed of [
      { search: 'str' },
      { filter: "kind <> 'service'" },
      { sort: '-username' },
      { sort: 'email' },
      { search_fields: 'username' },
      { metadata: '{}' },
      { cursor: `${forged}.${signature}` },
      { cursor: `${position}.${signature.slice(0, -2)}AA` },
      { cursor: position },
      { cursor: 'x'.repeat(5000) },
    ])
      rejected(await find({ ...question, cursor, ...changed }), 'cursor_invalid', 'cursor')
    const other = await n.newDomain('reader')
    rejected(await find({ ...question, cursor }, other.secret), 'cursor_invalid', 'cursor')
  })

  test('count returns the exact total of all pages, on request', async () => {
    const all = (await names({ limit: '1000' })).length
    const counted = async (query: Query) => (await find({ count: 'true', limit: '1', ...query })).body.total
    assert.equal(await counted({}), all)
    assert.equal(await counted({ status: 'pending' }), 1)
    assert.equal(await counted({ filter: "status = 'pending' OR kind = 'service'" }), 2)
    assert.equal(await counted({ search: 'nobody has this' }), 0)
    assert.equal(await counted({ count: 'false' }), undefined)
    rejected(await find({ count: 'yes' }), 'request_invalid', 'count')
    const other = await n.newDomain('reader')
    assert.deepEqual((await find({ count: 'true' }, other.secret)).body.total, 1)
  })
})
