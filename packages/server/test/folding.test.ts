import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { fold } from '../src/core/kernel/text.ts'
import { onEachDatabase } from './databases.ts'
import { type Native, nativeClient } from './native.ts'
import { startTestServer, type TestServer } from './test-server.ts'

onEachDatabase('case-insensitive comparison', (makePlace) => {
  let s: TestServer
  let n: Native
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
    for (const [name, display] of people) await n.newUser({ username: name, display_name: display })
    for (const name of ['ΟΣΚΑΡ', 'Straße']) {
      for (const noun of ['project', 'group', 'role'])
        assert.equal(
          (await s.call('POST', `/v3/${noun}s`, { token: s.admin, body: { [noun]: { name } } })).status,
          201,
        )
    }
  })
  after(() => s.close())

  const people = [
    ['ΟΣΚΑΡ', 'Große Straße'],
    ['tarik', 'İSTANBUL'],
    ['anna', 'José'],
    ['plain', 'Only ASCII'],
  ] as const

  const found = async (query: Readonly<Record<string, string>>) => {
    const path = `/users?${new URLSearchParams({ sort: 'username', ...query })}`
    const answer = await n.call('GET', path, { secret: n.admin })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body.users.map(({ username }: { username: string }) => username)
  }

  for (const [text, name] of [
    ['ΟΣ', 'ΟΣΚΑΡ'],
    ['ος', 'ΟΣΚΑΡ'],
    ['οσκαρ', 'ΟΣΚΑΡ'],
    ['STRASSE', 'ΟΣΚΑΡ'],
    ['straße', 'ΟΣΚΑΡ'],
    ['STRAẞE', 'ΟΣΚΑΡ'],
    ['istanbul', 'tarik'],
    ['İstan', 'tarik'],
    ['jose\u0301', 'anna'],
    ['ＡＳＣＩＩ', 'plain'],
  ] as const)
    test(`P7: a search for ${text} finds the user`, async () => {
      assert.deepEqual(await found({ search: text }), [name])
      assert.deepEqual(
        await found({ filter: `display_name ILIKE '%${text}%' OR username ILIKE '%${text}%'` }),
        [name],
      )
    })

  test('P7: CASEI folds whole texts, lists and patterns on both sides', async () => {
    assert.deepEqual(await found({ filter: "CASEI(display_name) = CASEI('GROSSE STRASSE')" }), ['ΟΣΚΑΡ'])
    assert.deepEqual(await found({ filter: "CASEI(display_name) IN (CASEI('istanbul'), CASEI('x'))" }), [
      'tarik',
    ])
    assert.deepEqual(await found({ filter: "CASEI(username) LIKE CASEI('ος%')" }), ['ΟΣΚΑΡ'])
    assert.deepEqual(await found({ filter: "username LIKE 'ΟΣ%'" }), ['ΟΣΚΑΡ'])
    assert.deepEqual(await found({ filter: "username LIKE 'ος%'" }), [])
  })

  test('P7: a fullwidth percent sign in a pattern is not a wildcard', async () => {
    assert.deepEqual(await found({ filter: "username ILIKE 'plai％'" }), [])
  })

  test('P7: a changed value is found in any case', async () => {
    const made = await n.newUser({ username: 'changing', display_name: 'before' })
    const body = { display_name: 'ΤΈΛΟΣ' }
    assert.equal((await n.call('PATCH', `/users/${made.id}`, { secret: n.admin, body })).status, 200)
    assert.deepEqual(await found({ search: 'τέλος' }), ['changing'])
    assert.deepEqual(await found({ search: 'ΛΟΣ' }), ['changing'])
  })

  for (const noun of ['user', 'project', 'group', 'role'])
    test(`P7: Identity v3 finds a ${noun} by parts of its name in any case`, async () => {
      const names = async (query: string) => {
        const answer = await s.call('GET', `/v3/${noun}s?${query}`, { token: s.admin })
        assert.equal(answer.status, 200, JSON.stringify(answer.body))
        return answer.body[`${noun}s`].map(({ name }: { name: string }) => name)
      }
      for (const query of [
        'name__icontains=ΟΣ',
        'name__icontains=ος',
        'name__istartswith=ΟΣ',
        'name__iendswith=σκαρ',
      ])
        assert.deepEqual(await names(query), ['ΟΣΚΑΡ'], query)
      if (noun === 'user') return
      assert.deepEqual(await names('name__icontains=SS'), ['Straße'])
      assert.deepEqual(await names('name__contains=SS'), [])
    })

  test('P7: the database folds like the program, character by character', async () => {
    const sentEmails: string[] = []
    // Newer characters need a PostgreSQL with a recent ICU.
    for (let code = 1; code < 0x1c80; code++) sentEmails.push(String.fromCodePoint(code))
    const whole = ['ΑΣΑΣ ΟΣ', 'i\u0307\u0307', 'ᾼΣ', 'x\u001fΣ\u001fy', 'ﬁﬀ', '½', '％', 'Ǆ', 'Ⓐ']
    const { db } = s.muster.store
    const f = db.name === 'sqlite' ? sql`fold(value)` : sql`muster_fold(value)`
    const list = JSON.stringify([...sentEmails, ...whole])
    const rows =
      db.name === 'sqlite'
        ? sql`json_each(${list})`
        : sql`json_array_elements_text(cast(${list} as json)) as value`
    const answer = await sql<{ value: string; folded: string }>`
      select value, ${f} as folded from ${rows}`.execute(db.q)
    for (const { value, folded } of answer.rows)
      assert.equal(folded, fold(value), `U+${value.codePointAt(0)?.toString(16)}`)
  })

  test('P12: a claimed address is found by every equivalent spelling', async () => {
    await n.newUser({ username: 'claimer', email: 'Ann@Bücher.example' })
    await n.newUser({ username: 'no-claim' })
    await n.newUser({ username: 'other', email: 'other@example.org' })
    for (const email of [
      'Ann@Bücher.example',
      'ANN@BÜCHER.EXAMPLE',
      'ann@xn--bcher-kva.example',
      ' ann@bücher.example',
    ]) {
      const again = { username: 'second', email }
      assert.equal((await n.call('POST', '/users', { secret: n.admin, body: again })).status, 409, email)
      assert.deepEqual(await found({ email }), ['claimer'], email)
      assert.deepEqual(await found({ filter: `email = '${email}'` }), ['claimer'], email)
      assert.deepEqual(await found({ filter: `email IN ('x@example.org', '${email}')` }), ['claimer'], email)
      assert.deepEqual(await found({ filter: `email <> '${email}'` }), ['other'], email)
      assert.deepEqual(await found({ filter: `NOT email = '${email}'` }), ['other'], email)
    }
    assert.deepEqual(await found({ email: 'ann@books.example' }), [])
    assert.deepEqual(await found({ email: 'not an address' }), [])
  })

  test('P12: an unclaimed address is compared exactly', async () => {
    await n.newUser({ username: 'holder', email: 'free@example.org' })
    const body = { user: { name: 'keystone', email: 'Free@Example.org' } }
    assert.equal((await s.call('POST', '/v3/users', { token: s.admin, body })).status, 201)
    assert.deepEqual((await found({ email: 'Free@Example.org' })).sort(), ['holder', 'keystone'])
    assert.deepEqual(await found({ email: 'FREE@example.org' }), ['holder'])
  })

  test('P12: a released claim finds no user', async () => {
    const made = await n.newUser({ username: 'mover', email: 'old@example.org' })
    const body = { email: 'new@example.org' }
    assert.equal((await n.call('PATCH', `/users/${made.id}`, { secret: n.admin, body })).status, 200)
    assert.deepEqual(await found({ email: 'OLD@example.org' }), [])
    assert.deepEqual(await found({ email: 'NEW@example.org' }), ['mover'])
  })
})
