import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { type Native, nativeClient, problemOf } from '../native.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

/** Injected requests never wait for the network: a polling client must yield to the server. */
const turn = () => new Promise(setImmediate)

const ndjson = (...rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where it is not
const linesOf = (text: string): any[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

onEachDatabase('imports and exports at /api/v1', (makePlace) => {
  let s: TestServer
  let n: Native
  let url: string
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
    url = await s.muster.app.listen({ host: '127.0.0.1', port: 0 })
  })
  after(() => s.close())

  const create = async (more: object = {}, secret = n.admin) => {
    const made = await n.call('POST', '/imports', { secret, body: { format: 'ndjson', ...more } })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    return made.body
  }
  const show = async (id: string) => (await n.call('GET', `/imports/${id}`, { secret: n.admin })).body

  /** Over a real connection; a text body is sent at once. */
  const send = (
    id: string,
    body: string | Uint8Array | AsyncIterable<Uint8Array>,
    {
      secret = n.admin,
      type = 'application/x-ndjson',
      headers = {},
      signal = undefined as AbortSignal | undefined,
      query = '',
    } = {},
  ) =>
    fetch(`${url}/api/v1/imports/${id}/rows${query}`, {
      method: 'POST',
      headers: {
        'content-type': type,
        ...(secret === '' ? {} : { authorization: `Bearer ${secret}` }),
        ...headers,
      },
      body: body as never,
      duplex: 'half',
      ...(signal ? { signal } : {}),
    } as RequestInit)

  const untilDone = async (id: string, rows: number) => {
    for (;;) {
      const found = await show(id)
      if (found.rows_done >= rows || found.state === 'stopped') return found
      await turn()
    }
  }

  test('an import is created, fed and read, and its errors are listed with pages', async () => {
    const made = await create()
    assert.deepEqual(
      [made.state, made.rows_done, made.mode, made.match, made.dry_run],
      ['waiting', 0, 'create', 'username', false],
    )
    const rows = Array.from({ length: 30 }, (_, at) => ({
      username: at % 3 === 0 ? 'twice' : `import-${at}`,
    }))
    const answer = await send(made.id, ndjson(...rows))
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.get('content-type'), 'application/x-ndjson')
    const lines = linesOf(await answer.text())
    const counts = { rows_done: 30, created: 21, updated: 0, unchanged: 0, failed: 9 }
    assert.deepEqual(lines.at(-1), { state: 'done', ...counts })
    assert.equal(lines.filter(({ code }) => code === 'user_name_taken').length, 9)
    const { state, stopped_by, rows_done, failed } = await show(made.id)
    assert.deepEqual(
      { state, stopped_by, rows_done, failed },
      { state: 'done', stopped_by: null, rows_done: 30, failed: 9 },
    )
    const found: number[] = []
    for (let cursor = ''; ; ) {
      const page = await n.call('GET', `/imports/${made.id}/errors?limit=4${cursor}`, { secret: n.admin })
      assert.equal(page.status, 200)
      for (const { row, field, code, message } of page.body.errors) {
        assert.deepEqual([field, code, typeof message], ['username', 'user_name_taken', 'string'])
        found.push(row)
      }
      if (page.body.next_cursor === null) break
      cursor = `&cursor=${page.body.next_cursor}`
    }
    assert.deepEqual(found, [4, 7, 10, 13, 16, 19, 22, 25, 28])
    const again = await send(made.id, ndjson(...rows))
    assert.equal(again.status, 409)
    assert.equal(((await again.json()) as { type: string }).type, '/problems/import_done')
    const list = await n.call('GET', '/imports?limit=1', { secret: n.admin })
    assert.equal(list.body.imports[0].id, made.id)
    assert.equal((await n.call('DELETE', `/imports/${made.id}`, { secret: n.admin })).status, 204)
    assert.equal((await n.call('GET', `/imports/${made.id}`, { secret: n.admin })).status, 404)
    assert.equal((await n.call('GET', '/users?username=import-1', { secret: n.admin })).body.users.length, 1)
  })

  test('rows are sent in parts: the import is done after the last one', async () => {
    const { id } = await create()
    const part = async (names: readonly string[], offset: number, query = '') => {
      const rows = ndjson(...names.map((username) => ({ username })))
      const sent = await send(id, rows, { headers: { 'import-offset': String(offset) }, query })
      return linesOf(await sent.text()).at(-1)
    }
    const first = await part(['part-1', 'part-2'], 0, '?more=true')
    assert.deepEqual([first.state, first.code, first.rows_done], ['stopped', 'more_rows', 2])
    // Sent again, as after a lost response: no row is processed twice.
    assert.equal((await part(['part-1', 'part-2'], 0, '?more=true')).rows_done, 2)
    const last = await part(['part-3'], 2)
    assert.deepEqual([last.state, last.rows_done, last.created], ['done', 3, 3])
  })

  test('a body of many megabytes is accepted here, and nowhere else', async () => {
    const made = await create()
    const row = (at: number) => ({ username: `long-${at}`, description: 'x'.repeat(60_000) })
    async function* bytes() {
      for (let at = 0; at < 50; at++) yield Buffer.from(ndjson(row(at)))
    }
    const answer = await send(made.id, bytes())
    assert.deepEqual(linesOf(await answer.text()).at(-1).created, 50)
    const large = await n.call('POST', '/imports', { secret: n.admin, body: { format: 'x'.repeat(600_000) } })
    assert.equal(large.status, 413)
  })

  test('T27: the caller is authenticated before the body is read', async () => {
    const made = await create()
    const plain = await n.newUser()
    const secret = await n.signIn(plain.username, plain.password)
    let read = 0
    async function* endless() {
      for (;;) {
        read++
        yield Buffer.alloc(65_536, 'x')
        await new Promise(setImmediate)
      }
    }
    for (const [who, status] of [
      ['', 401],
      ['mst_s_none', 401],
      [secret, 403],
    ] as const) {
      const answer = await send(made.id, endless(), { secret: who }).catch((error) => error)
      // A client that is still sending may find its connection closed before it reads.
      if (answer instanceof Response) assert.equal(answer.status, status)
    }
    assert.ok(read < 5000)
    assert.equal((await show(made.id)).state, 'waiting')
    const short = await n.call('POST', `/imports/${made.id}/rows`, {
      secret,
      headers: { 'content-type': 'text/csv' },
      body: 'x',
    })
    assert.equal(short.status, 403)
  })

  test('rows with another media type or format are rejected, and so is an invalid header', async () => {
    const csv = await create({ format: 'csv' })
    const rejected = async (answer: Response, status: number, code: string) => {
      assert.equal(answer.status, status)
      assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/)
      assert.equal(((await answer.json()) as { type: string }).type, `/problems/${code}`)
    }
    await rejected(
      await send(csv.id, 'username\nann\n', { type: 'text/plain' }),
      415,
      'media_type_unsupported',
    )
    await rejected(await send(csv.id, '{}'), 400, 'import_format_differs')
    await rejected(
      await send(csv.id, 'username,shoe\n', { type: 'text/csv; charset=utf-8' }),
      400,
      'header_unknown',
    )
    await rejected(await send('nothing', '{}'), 404, 'import_not_found')
    const offset = { headers: { 'import-offset': 'x' } }
    await rejected(await send(csv.id, 'username\n', { type: 'text/csv', ...offset }), 400, 'request_invalid')
  })

  test('T75: hostile rows are row errors: too long, malformed, deep, NUL; the next row is processed', async () => {
    const made = await create()
    const parts = [
      Buffer.from(`{"username":"${'x'.repeat(3_000_000)}"}\n`),
      Buffer.concat([Buffer.from('{"username":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}\n')]),
      Buffer.from(`{"username":"deep","metadata":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}\n`),
      Buffer.from('{"username":"nul\\u0000"}\n{"username":"nul","description":"\\u0000"}\n'),
      Buffer.from('{"username":"sur\\ud800"}\n'),
      Buffer.from(ndjson({ username: 'after-all' })),
    ]
    const lines = linesOf(await (await send(made.id, Buffer.concat(parts))).text())
    assert.deepEqual(
      lines.flatMap(({ row, code }) => (row === undefined ? [] : [[row, code]])),
      [
        [1, 'row_too_long'],
        [2, 'row_not_utf8'],
        [3, 'metadata_too_deep'],
        [4, 'name_unprintable'],
        [5, 'text_unstorable'],
        [6, 'name_unprintable'],
      ],
    )
    assert.equal(lines.at(-1).created, 1)
  })

  test('T63: equivalent addresses do not claim twice in a file', async () => {
    const made = await create()
    const emails = [
      'Café@example.com',
      'cafe\u0301@EXAMPLE.com',
      'ann＠example.com',
      'a@b\r\nBcc: c@example.com',
      'ann@exa\u200bmple.com',
    ]
    const rows = emails.map((email, at) => ({ username: `alike-${at}`, email }))
    const lines = linesOf(await (await send(made.id, ndjson(...rows))).text())
    assert.deepEqual(
      lines.flatMap(({ row, code }) => (row === undefined ? [] : [[row, code]])),
      [
        [2, 'email_taken'],
        [3, 'email_malformed'],
        [4, 'email_unprintable'],
        [5, 'email_unprintable'],
      ],
    )
  })

  test('T76: an imported hash authenticates its user once, and is replaced by a hash of the full password', async () => {
    const password = 'correct horse 🐎 battery'
    const hashes = {
      bcrypt: '$2b$05$vAbxf0e0QDS8QSYbGoVSW.uHz5XLsqxQ2WQw10PsJKQvd5uNO7fjS',
      scrypt: '$scrypt$ln=10,r=8,p=1$T8lZSymF0NrbG2Os1XoPYQ$w1n/ZRSJeTIc92Ieq7SSpiDnTFvrRgCgd0rHJEnxjQg',
      pbkdf2: 'pbkdf2_sha256$1000$seasalt$LbiSfTTft6jm9bO/4d7Eh7S6eSvvL7/d70vqGtj2uJk=',
      argon2: '$argon2id$v=19$m=1024,t=1,p=2$pOC661CjBs+sAgu/zNr6RA$RsGoTyBsZKaN46Vix4hif5EJmXQrNHdG',
    }
    const made = await create()
    const rows = Object.entries(hashes).map(([username, password_hash]) => ({ username, password_hash }))
    const dear = [
      '$2b$31$vAbxf0e0QDS8QSYbGoVSW.uHz5XLsqxQ2WQw10PsJKQvd5uNO7fjS',
      `$argon2id$v=19$m=4194304,t=9,p=1$c29tZXNhbHRzb21lc2FsdA$${'A'.repeat(43)}`,
      'correct horse',
    ].map((password_hash, at) => ({ username: `dear-${at}`, password_hash }))
    const lines = linesOf(await (await send(made.id, ndjson(...rows, ...dear))).text())
    assert.deepEqual(
      lines.flatMap(({ row, code }) => (row === undefined ? [] : [[row, code]])),
      [5, 6, 7].map((row) => [row, 'password_hash_unusable']),
    )
    for (const name of Object.keys(hashes)) {
      const wrong = await n.call('POST', '/sessions', { body: { username: name, password: `${password}!` } })
      assert.equal(wrong.status, 401)
      await n.signIn(name, password)
      const user = await s.muster.store.reading.users.getByName('default', name)
      const kept = await s.muster.store.reading.passwords.current(user?.id ?? '')
      assert.match(kept?.hash ?? '', /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
      await n.signIn(name, password)
    }
  })

  test('closing a session stops its import at the next batch, and another session continues it', async () => {
    const domain = await n.newDomain('manager')
    const made = await create({ domain_id: domain.id }, domain.secret)
    let go: () => void = () => {}
    const closed = new Promise<void>((resolve) => {
      go = resolve
    })
    const row = (at: number) => Buffer.from(ndjson({ username: `session-${at}` }))
    async function* bytes() {
      yield row(1)
      await closed
      yield row(2)
    }
    const sending = send(made.id, bytes(), { secret: domain.secret })
    await untilDone(made.id, 1)
    await n.call('DELETE', '/sessions/current', { secret: domain.secret })
    go()
    const last = linesOf(await (await sending).text()).at(-1)
    assert.deepEqual([last.state, last.code, last.rows_done], ['stopped', 'session_invalid', 1])
    assert.equal((await show(made.id)).stopped_by, 'session_invalid')
    const rest = await send(made.id, Buffer.concat([row(1), row(2)]))
    assert.deepEqual(linesOf(await rest.text()).at(-1).state, 'done')
    assert.equal((await show(made.id)).created, 2)
  })

  test('after a client disconnect the import states where it stopped, without the truncated row', async () => {
    const made = await create()
    const gone = new AbortController()
    async function* bytes() {
      yield Buffer.from(`${ndjson({ username: 'gone-1' })}{"username":"gone-2"}`)
      await untilDone(made.id, 1)
      gone.abort()
      await new Promise(() => {})
    }
    await assert.rejects(send(made.id, bytes(), { signal: gone.signal }).then((answer) => answer.text()))
    let found = await show(made.id)
    while (found.state === 'running') {
      await turn()
      found = await show(made.id)
    }
    assert.deepEqual([found.state, found.stopped_by, found.rows_done], ['stopped', 'client_gone', 1])
    const rest = await send(made.id, ndjson({ username: 'gone-2' }), { headers: { 'import-offset': '1' } })
    assert.equal(linesOf(await rest.text()).at(-1).rows_done, 2)
  })

  test('N31: an export streams the filtered users of the domain, without hashes; a domain manager receives its own domain', async () => {
    const domain = await n.newDomain('manager')
    const made = await create({ domain_id: domain.id })
    const rows = Array.from({ length: 1200 }, (_, at) => ({
      username: `=export-${at}`,
      kind: at < 3 ? 'service' : 'human',
    }))
    await (await send(made.id, ndjson(...rows))).text()
    const get = (query: string, secret = domain.secret) =>
      fetch(`${url}/api/v1/users/export?${query}`, { headers: { authorization: `Bearer ${secret}` } })
    const whole = await get('format=ndjson')
    assert.equal(whole.status, 200)
    const users = linesOf(await whole.text())
    assert.equal(new Set(users.map(({ username }) => username)).size, 1201)
    assert.ok(users.every((user) => !('password_hash' in user)))
    const csv = await get('format=csv&kind=service')
    assert.match(csv.headers.get('content-type') ?? '', /^text\/csv/)
    assert.match(csv.headers.get('content-disposition') ?? '', /filename="users.csv"/)
    const [header, ...records] = (await csv.text()).trim().split('\r\n')
    assert.match(header ?? '', /^id,number,username,/)
    assert.equal(records.length, 3)
    assert.ok(records.every((record) => record.includes(",'=export-")))
    for (const [query, count] of [
      [`filter=${encodeURIComponent("username LIKE '=export-1%' AND kind = 'human'")}`, 310],
      ['search=export-77', 11],
      [`search=export-77&search_fields=email`, 0],
      [`metadata=${encodeURIComponent('{"team":"none"}')}`, 0],
    ] as const) {
      const found = await get(query)
      assert.equal(found.status, 200)
      assert.equal((await found.text()).split('\n').filter(Boolean).length, count, query)
    }
    assert.equal((await get('filter=nonsense')).status, 400)
    const plain = await n.newUser()
    assert.equal((await get('', await n.signIn(plain.username, plain.password))).status, 403)
    assert.equal((await get('format=xml')).status, 400)
    assert.equal(
      problemOf(await n.call('GET', '/users/export?domain_id=none', { secret: n.admin })),
      'domain_not_found',
    )
    const head = await n.call('HEAD', '/users/export', { secret: n.admin })
    assert.deepEqual([head.status, head.body], [200, undefined])
  })

  test('an export whose session is closed is aborted, and does not look complete', async () => {
    const domain = await n.newDomain('manager')
    const made = await create({ domain_id: domain.id })
    const rows = Array.from({ length: 3000 }, (_, at) => ({
      username: `broken-${at}`,
      description: 'x'.repeat(2000),
    }))
    await (await send(made.id, ndjson(...rows))).text()
    const answer = await fetch(`${url}/api/v1/users/export`, {
      headers: { authorization: `Bearer ${domain.secret}` },
    })
    const reader = answer.body?.getReader()
    await reader?.read()
    await n.call('DELETE', '/sessions/current', { secret: domain.secret })
    await assert.rejects(async () => {
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read());
    })
  })
})

onEachDatabase('imports during shutdown', (makePlace) => {
  test('shutdown ends the import between two batches, and informs the sender', async () => {
    const place = await makePlace()
    const s = await startTestServer({ ...place, remove: async () => {} })
    const n = await nativeClient(s)
    const url = await s.muster.app.listen({ host: '127.0.0.1', port: 0 })
    const { id } = (await n.call('POST', '/imports', { secret: n.admin, body: { format: 'ndjson' } })).body
    let closing: Promise<void> | undefined
    async function* bytes() {
      yield Buffer.from(ndjson({ username: 'first' }))
      while ((await n.call('GET', `/imports/${id}`, { secret: n.admin })).body.rows_done < 1) await turn()
      closing = s.close()
      await new Promise(() => {})
    }
    const answer = await fetch(`${url}/api/v1/imports/${id}/rows`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${n.admin}` },
      body: bytes() as never,
      duplex: 'half',
    } as RequestInit)
    const last = linesOf(await answer.text()).at(-1)
    assert.deepEqual([last.state, last.code, last.rows_done], ['stopped', 'server_stopping', 1])
    await closing
    const again = await startTestServer(place)
    try {
      const found = await (await nativeClient(again)).call('GET', `/imports/${id}`, { secret: n.admin })
      assert.deepEqual([found.body.state, found.body.stopped_by], ['stopped', 'server_stopping'])
    } finally {
      await again.close()
    }
  })
})
