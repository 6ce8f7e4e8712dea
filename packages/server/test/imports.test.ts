import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type CreateImport, createImport } from '../src/core/accounts/imports/create-import.ts'
import { exportFields, exportRows, exportUsersPage } from '../src/core/accounts/imports/export-users.ts'
import { deleteImport, getImport, listImportErrors } from '../src/core/accounts/imports/imports.ts'
import { type SendersRun, type SendingLine, sendRows } from '../src/core/accounts/imports/send-rows.ts'
import { createDomain } from '../src/core/directory/domains/create-domain.ts'
import type { Caller } from '../src/core/kernel/caller.ts'
import { rowFormats as makeRowFormats } from '../src/formats/row-formats.ts'
import { onEachDatabase } from './databases.ts'
import { createTestCore, inDomain, systemAdmin, type TestCore, unprivileged } from './test-core.ts'

const rowFormats = makeRowFormats(250)

async function* chunksOf(text: string, size = 64) {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const ndjson = (...rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

onEachDatabase('imports', (makePlace) => {
  let core: TestCore
  before(async () => {
    core = await createTestCore(await makePlace())
  })
  after(() => core.close())

  const create = (more: Partial<CreateImport> = {}, caller?: Caller) =>
    core.run(createImport, { format: 'ndjson', ...more }, caller)

  const send = async (
    { id, format }: { readonly id: string; readonly format: 'ndjson' | 'csv' },
    bytes: AsyncIterable<Uint8Array>,
    { offset = 0, caller = systemAdmin as Caller, signal = new AbortController().signal } = {},
  ): Promise<readonly SendingLine[]> => {
    const lines = await sendRows({
      id,
      offset,
      format,
      bytes,
      signal,
      formats: rowFormats,
      now: core.now,
      run: ((operation: never, input: never) => core.run(operation, input, caller)) as SendersRun,
    })
    const all: SendingLine[] = []
    for await (const line of lines) all.push(line)
    return all
  }
  const endOf = (lines: readonly SendingLine[]) => {
    const last = lines.at(-1)
    assert.ok(last && (last.kind === 'done' || last.kind === 'stopped'))
    const { rowsDone, created, updated, unchanged, failed } = last.counts
    return {
      end: last.kind === 'done' ? 'done' : last.code,
      counts: [rowsDone, created, updated, unchanged, failed],
    }
  }
  const wrongOf = (lines: readonly SendingLine[]): readonly (readonly [number, string | null, string])[] =>
    lines.flatMap((line) =>
      line.kind === 'wrong' ? [[line.error.row, line.error.field, line.error.code] as const] : [],
    )
  const named = (name: string, domainId = 'default') => core.store.reading.users.getByName(domainId, name)

  test('a row with surrounding whitespace changes nothing when it is imported again', async () => {
    const domainId = (await core.run(createDomain, { name: 'blanks' })).id
    const fields = [
      'username',
      'email',
      'display_name',
      'given_name',
      'family_name',
      'phone_number',
      'description',
    ] as const
    const blanked = (field: string) => (field === 'email' ? ' blank@example.com ' : `  a ${field}\u00a0 `)
    const row = Object.fromEntries(fields.map((field) => [field, blanked(field)]))
    const others = {
      ...row,
      username: 'other ',
      email: ' other@example.com',
      given_name: ' ',
      family_name: '  ',
    }
    const csv = `${fields.join()}\n${fields.map((field) => `"${row[field]}"`).join()}\n${fields
      .map((field) => `"${others[field as keyof typeof others]}"`)
      .join()}\n`
    const files = { ndjson: ndjson(row, others), csv }
    const counts = async (format: 'ndjson' | 'csv') => {
      const { id } = await create({ format, domainId, mode: 'create_or_update' })
      return endOf(await send({ id, format }, chunksOf(files[format]))).counts
    }
    assert.deepEqual(await counts('ndjson'), [2, 2, 0, 0, 0])
    assert.deepEqual(await counts('ndjson'), [2, 0, 0, 2, 0])
    assert.deepEqual(await counts('csv'), [2, 0, 0, 2, 0])
    const user = await named('a username', domainId)
    assert.deepEqual(
      [user?.displayName, user?.givenName, user?.familyName],
      ['a display_name', 'a given_name', 'a family_name'],
    )
  })

  test('rows become users with all fields, and invalid ones neither change nor stop anything', async () => {
    const made = await create()
    const lines = await send(
      made,
      chunksOf(
        `${ndjson(
          {
            username: 'ann',
            email: 'Ann@Example.com',
            given_name: 'Ann',
            family_name: 'Lee',
            phone_number: '+49 30 1234',
            picture_url: 'https://example.com/ann.png',
            language: 'es',
            description: 'first',
            kind: 'human',
            status: 'disabled',
            developer: true,
            metadata: { team: { id: 7 } },
            password_hash: 'test$her phrase',
            created_at: '2020-05-01T10:00:00Z',
          },
          { username: 'ann' },
          { username: 'bob', email: 'ann@example.com' },
          { username: 'cid', email: 'cid＠example.com' },
          { username: 'dan', shoe_size: 44 },
          { username: 'eve', status: 'gone' },
          { username: 'fay', developer: 'yes' },
          { email: 'nameless@example.com' },
          { username: 'gus', password_hash: 'plain text' },
          { username: 'hal', status: 'invited' },
          { username: 'ida', created_at: '2999-01-01T00:00:00Z' },
          { username: 'jim', metadata: [] },
          { username: 'kim' },
          { username: 'leo', language: 'fr' },
        )}{"username":\n[1]\n\n{"username":"lou","__proto__":{"kind":"system"}}\n`,
      ),
    )
    assert.deepEqual(endOf(lines), { end: 'done', counts: [17, 2, 0, 0, 15] })
    assert.deepEqual(wrongOf(lines), [
      [2, 'username', 'user_name_taken'],
      [3, 'email', 'email_taken'],
      [4, 'email', 'email_malformed'],
      [5, 'shoe_size', 'field_unknown'],
      [6, 'status', 'value_unknown'],
      [7, 'developer', 'value_type'],
      [8, 'username', 'username_missing'],
      [9, 'password_hash', 'password_hash_unusable'],
      [10, 'status', 'status_step_barred'],
      [11, 'created_at', 'time_malformed'],
      [12, 'metadata', 'metadata_no_object'],
      [14, 'language', 'value_unknown'],
      [15, null, 'row_unreadable'],
      [16, null, 'row_unreadable'],
      [17, '__proto__', 'field_unknown'],
    ])
    const ann = await named('ann')
    assert.ok(ann)
    const { id, number, updatedAt, version, ...rest } = ann
    assert.equal(updatedAt, core.now())
    assert.equal(version, 1)
    assert.ok(number > 0)
    assert.deepEqual(
      [
        rest.email,
        rest.claimedEmail,
        rest.displayName,
        rest.phoneNumber,
        rest.language,
        rest.status,
        rest.developer,
        rest.metadata,
      ],
      [
        'Ann@Example.com',
        'ann@example.com',
        'Ann Lee',
        '+49 30 1234',
        'es',
        'disabled',
        true,
        { team: { id: 7 } },
      ],
    )
    assert.equal(rest.createdAt, Date.UTC(2020, 4, 1, 10))
    assert.equal((await core.store.reading.passwords.current(id))?.hash, 'test$her phrase')
    assert.equal(await named('bob'), undefined)
    assert.ok(await named('kim'))
  })

  test('CSV is equivalent: quotes, CRLF, a byte order mark, JSON in a cell; an empty cell is absent', async () => {
    const domain = await core.run(createDomain, { name: 'of csv' })
    const made = await create({ format: 'csv', domainId: domain.id })
    const text = [
      '\ufeffusername,email,display_name,phone_number,metadata,developer,description',
      'ann,ann@example.com,"Lee, ""Ann""","\'+49 30","\'{""a"":1}",true,"two',
      'lines"',
      'bob,,,,"{""a"":1}",false,',
      'bob,,,,,,',
      'cid,,,',
      'dan,,,,,perhaps,',
      '',
      "eve,,'=1+1,'+49,,,'q",
    ].join('\r\n')
    const lines = await send(made, chunksOf(text, 7))
    assert.deepEqual(wrongOf(lines), [
      [1, 'metadata', 'metadata_no_object'],
      [3, 'username', 'user_name_taken'],
      [4, null, 'row_columns'],
      [5, 'developer', 'value_type'],
    ])
    assert.deepEqual(endOf(lines), { end: 'done', counts: [6, 2, 0, 0, 4] })
    const bob = await named('bob', domain.id)
    assert.deepEqual([bob?.metadata, bob?.email, bob?.description], [{ a: 1 }, null, null])
    const eve = await named('eve', domain.id)
    assert.deepEqual([eve?.displayName, eve?.phoneNumber, eve?.description], ['=1+1', '+49', "'q"])
  })

  const headers: [string, string, string][] = [
    ['an unknown column', 'username,shoe_size\nann,44\n', 'header_unknown'],
    ['a column twice', 'username,username\nann,ann\n', 'header_repeated'],
    ['10,000 columns', `${Array.from({ length: 10_000 }, (_, n) => `c${n}`).join(',')}\n`, 'header_unknown'],
    ['nothing at all', '', 'header_missing'],
  ]
  for (const [what, text, code] of headers)
    test(`a header with ${what} is rejected before any row`, async () => {
      const made = await create({ format: 'csv' })
      await assert.rejects(send(made, chunksOf(text)), { code })
      const found = await core.run(getImport, { id: made.id })
      assert.deepEqual([found.state, found.stoppedBy, found.rowsDone], ['stopped', code, 0])
    })

  test('an unterminated quote stops the import there: earlier rows are done, and it can be continued', async () => {
    const domain = await core.run(createDomain, { name: 'of quotes' })
    const made = await create({ format: 'csv', domainId: domain.id })
    const good = 'username,description\nann,first\nbob,second\n'
    const broken = await send(made, chunksOf(`${good}"cid,third\ndan,fourth\n`, 1000))
    assert.deepEqual(endOf(broken), { end: 'csv_broken', counts: [2, 2, 0, 0, 0] })
    const fixed = await send(made, chunksOf(`${good}"cid",third\ndan,fourth\n`))
    assert.deepEqual(endOf(fixed), { end: 'done', counts: [4, 4, 0, 0, 0] })
    await assert.rejects(send(made, chunksOf(good)), { code: 'import_done' })
  })

  test('a second import of the same users updates those that differ and no others', async () => {
    const domain = await core.run(createDomain, { name: 'of updates' })
    const first = {
      username: 'ann',
      email: 'ann@example.com',
      display_name: 'Ann',
      password_hash: 'test$one',
    }
    await send(
      await create({ domainId: domain.id }),
      chunksOf(ndjson(first, { username: 'bob', email: 'bob@example.com' })),
    )
    const before = await named('bob', domain.id)
    const made = await create({ domainId: domain.id, mode: 'create_or_update', key: 'email' })
    const lines = await send(
      made,
      chunksOf(
        ndjson(
          { email: 'ANN@example.com', username: 'anna', metadata: { a: 1 } },
          { email: 'bob@example.com', username: 'bob' },
          { email: 'cid@example.com', username: 'ann' },
          { email: 'dan@example.com', username: 'bob' },
          { email: 'cid@example.com', display_name: 'Cid' },
          { username: 'eve' },
          { email: 'bob@example.com', status: 'invited' },
        ),
      ),
    )
    assert.deepEqual(wrongOf(lines), [
      [4, 'username', 'user_name_taken'],
      [6, 'email', 'email_missing'],
      [7, 'status', 'status_step_barred'],
    ])
    assert.deepEqual(endOf(lines), { end: 'done', counts: [7, 1, 2, 1, 3] })
    const anna = await named('anna', domain.id)
    assert.deepEqual([anna?.displayName, anna?.metadata, anna?.email], ['Ann', { a: 1 }, 'ANN@example.com'])
    assert.deepEqual(await named('bob', domain.id), before, 'not even its version')
    assert.equal((await named('ann', domain.id))?.displayName, 'Cid')
  })

  test('a dry run reports the result, including duplicates in the file, and changes nothing', async () => {
    const domain = await core.run(createDomain, { name: 'of dry runs' })
    await send(await create({ domainId: domain.id }), chunksOf(ndjson({ username: 'old' })))
    const events = (await core.store.reading.events.kinds()).length
    const made = await create({ domainId: domain.id, dryRun: true, mode: 'create_or_update' })
    const rows = ndjson(
      { username: 'ann' },
      { username: 'old', kind: 'service' },
      { username: 'ann' },
      { username: '' },
    )
    assert.deepEqual(endOf(await send(made, chunksOf(rows))), { end: 'done', counts: [4, 1, 1, 1, 1] })
    assert.equal(await named('ann', domain.id), undefined)
    assert.equal((await named('old', domain.id))?.kind, 'human')
    assert.equal((await core.store.reading.events.kinds()).length, events)
  })

  test('the event log records every user and every batch', async () => {
    const domain = await core.run(createDomain, { name: 'of events' })
    const made = await create({ domainId: domain.id })
    const rows = Array.from({ length: 600 }, (_, n) => ({ username: `user-${n}` }))
    assert.deepEqual(endOf(await send(made, chunksOf(ndjson(...rows), 65_536))).counts, [600, 600, 0, 0, 0])
    const kinds: Record<string, number> = {}
    let created = 0
    for (let after = 0; ; ) {
      const events = await core.store.reading.events.list(after, 1000)
      for (const { kind, domainId, detail, sequence } of events) {
        after = sequence
        if (domainId !== domain.id) continue
        kinds[kind] = (kinds[kind] ?? 0) + 1
        if (kind === 'users.imported') created += Number(detail?.['created'])
      }
      if (events.length === 0) break
    }
    assert.equal(kinds['user.created'], 600)
    assert.equal(created, 600)
    assert.equal(kinds['import.created'], 1)
    assert.equal(kinds['import.done'], 1)
  })

  test('a new sender takes over the import lease, and the previous one writes nothing more', async () => {
    const domain = await core.run(createDomain, { name: 'of two senders' })
    const made = await create({ domainId: domain.id })
    const row = (n: number) => `${JSON.stringify({ username: `user-${n}` })}\n`
    let go: () => void = () => {}
    const later = new Promise<void>((resolve) => {
      go = resolve
    })
    async function* slowly() {
      yield Buffer.from(row(1))
      await later
      yield Buffer.from(row(2))
    }
    const first = send(made, slowly())
    while ((await core.run(getImport, { id: made.id })).rowsDone < 1) await new Promise(setImmediate)
    const second = await send(made, chunksOf(row(1) + row(2) + row(3)))
    assert.deepEqual(endOf(second), { end: 'done', counts: [3, 3, 0, 0, 0] })
    go()
    assert.equal(endOf(await first).end, 'import_taken_over')
    assert.equal((await core.run(getImport, { id: made.id })).state, 'done')
  })

  test('a sender that skips processed rows continues at the current position, and nowhere else', async () => {
    const domain = await core.run(createDomain, { name: 'of offsets' })
    const made = await create({ format: 'csv', domainId: domain.id })
    async function* cut() {
      yield Buffer.from('username\nann\nbob\nci')
      throw new Error('the line went dead')
    }
    const signal = AbortSignal.abort('client_gone')
    assert.deepEqual(endOf(await send(made, cut(), { signal })), {
      end: 'client_gone',
      counts: [2, 2, 0, 0, 0],
    })
    await assert.rejects(send(made, chunksOf('username\ndan\n'), { offset: 3 }), { code: 'import_gap' })
    const rest = await send(made, chunksOf('username\nbob\ncid\n'), { offset: 1 })
    assert.deepEqual(endOf(rest), { end: 'done', counts: [3, 3, 0, 0, 0] })
    assert.ok(await named('cid', domain.id))
  })

  test('two concurrent imports of the same users create each user once', async () => {
    const domain = await core.run(createDomain, { name: 'of a race' })
    const rows = Array.from({ length: 1500 }, (_, n) => ({
      username: `racer-${n}`,
      email: `r${n}@example.com`,
    }))
    const imports = [await create({ domainId: domain.id }), await create({ domainId: domain.id })]
    const ends = (
      await Promise.all(imports.map((made) => send(made, chunksOf(ndjson(...rows), 65_536))))
    ).map(endOf)
    assert.deepEqual(
      ends.map(({ end }) => end),
      ['done', 'done'],
    )
    const sum = (at: number) => ends.reduce((all, { counts }) => all + (counts[at] ?? 0), 0)
    assert.deepEqual([sum(0), sum(1), sum(4)], [3000, 1500, 1500])
    const page = { limit: 1000 }
    const { rows: found } = await core.store.reading.users.list({
      where: [{ key: 'domain_id', op: 'eq', value: domain.id }],
      page,
    })
    assert.equal(new Set(found.map(({ name }) => name)).size, found.length)
  })

  test('progress is reported every 10,000 rows, and errors beyond the first 10,000 are counted, not stored', async () => {
    const domain = await core.run(createDomain, { name: 'of progress' })
    const made = await create({ domainId: domain.id })
    const lines = await send(made, chunksOf('{}\n'.repeat(20_500), 65_536))
    assert.deepEqual(
      lines.flatMap((line) => (line.kind === 'progress' ? [line.counts.rowsDone] : [])),
      [10_000, 20_000],
    )
    assert.deepEqual(endOf(lines).counts, [20_500, 0, 0, 0, 20_500])
    const last = await core.run(listImportErrors, { id: made.id, after: 9_999, limit: 10 })
    assert.deepEqual(
      last.rows.map(({ row }) => row),
      [10_000],
    )
  })

  test('an inactive sender is shown as stopped, and deleting an import stops its sender', async () => {
    const domain = await core.run(createDomain, { name: 'of silence' })
    const made = await create({ domainId: domain.id })
    let go: () => void = () => {}
    const later = new Promise<void>((resolve) => {
      go = resolve
    })
    async function* slowly() {
      yield Buffer.from('{"username":"one"}\n')
      await later
      yield Buffer.from('{"username":"two"}\n')
    }
    const sending = send(made, slowly())
    while ((await core.run(getImport, { id: made.id })).rowsDone < 1) await new Promise(setImmediate)
    assert.equal((await core.run(getImport, { id: made.id })).state, 'running')
    core.advanceTime(200_000)
    const silent = await core.run(getImport, { id: made.id })
    assert.deepEqual([silent.state, silent.stoppedBy], ['stopped', 'sender_silent'])
    await core.run(deleteImport, { id: made.id })
    go()
    assert.equal(endOf(await sending).end, 'import_not_found')
    assert.equal(await named('two', domain.id), undefined)
  })

  test('T19: an import affects its own domain alone, regardless of the rows', async () => {
    const [mine, other] = [
      await core.run(createDomain, { name: 'mine' }),
      await core.run(createDomain, { name: 'other' }),
    ]
    const manager = inDomain(mine.id, 'manager', 'member', 'reader')
    await assert.rejects(create({ domainId: other.id }, manager), { kind: 'forbidden' })
    await assert.rejects(create({}, unprivileged), { kind: 'forbidden' })
    const theirs = await create({ domainId: other.id })
    await assert.rejects(send(theirs, chunksOf(''), { caller: manager }), { kind: 'forbidden' })
    await assert.rejects(core.run(listImportErrors, { id: theirs.id, after: 0, limit: 1 }, manager), {
      kind: 'forbidden',
    })
    const own = await create({}, manager)
    assert.equal(own.domainId, mine.id)
    const rows = ndjson({ username: 'ann' }, { username: 'root', kind: 'system' })
    const lines = await send(own, chunksOf(rows), { caller: manager })
    assert.deepEqual(wrongOf(lines), [[2, null, 'system_user_protected']])
    assert.ok(await named('ann', mine.id))
    await assert.rejects(core.run(exportUsersPage, { domainId: other.id }, unprivileged), {
      kind: 'forbidden',
    })
    const page = await core.run(exportUsersPage, { domainId: other.id }, manager)
    assert.deepEqual(
      page.rows.map(({ name }) => name),
      ['ann'],
      'its own domain, with any filter',
    )
  })

  for (const format of ['ndjson', 'csv'] as const)
    test(`an export as ${format} imports to the same users elsewhere`, async () => {
      const [from, to] = [
        await core.run(createDomain, { name: `from ${format}` }),
        await core.run(createDomain, { name: `to ${format}` }),
      ]
      const rows = [
        {
          username: '=cmd|calc',
          email: '+ann@example.com',
          display_name: "'=1",
          phone_number: '+49',
          developer: true,
        },
        { username: "'quoted", description: '"a", b\r\nc;\t', metadata: { x: [1, { y: null }], '=': '@' } },
        { username: '\u202eright', given_name: '-Ann', family_name: '＝Lee', kind: 'service' },
        {
          username: ',',
          email: 'plain text',
          email_claimed: false,
          status: 'pending',
          created_at: '2021-01-01T00:00:00Z',
        },
        {
          username: '@x',
          description: '\tTab',
          display_name: '\r',
          picture_url: 'https://example.com/?a=1,2',
          language: 'ja',
        },
      ]
      assert.equal(
        endOf(await send(await create({ domainId: from.id }), chunksOf(ndjson(...rows)))).counts[1],
        5,
      )
      const writer = rowFormats.write(format, exportFields)
      let text = writer.head
      const pages = await exportRows({ domainId: from.id, page: (input) => core.run(exportUsersPage, input) })
      for await (const page of pages) text += page.map(writer.row).join('')
      if (format === 'csv')
        for (const cell of text.matchAll(/(?:^|,|\n)"?([=+\-@\t])/g)) assert.fail(`a formula: ${cell[0]}`)
      const back = await send(await create({ format, domainId: to.id }), chunksOf(text))
      assert.deepEqual(endOf(back), { end: 'done', counts: [5, 5, 0, 0, 0] }, JSON.stringify(wrongOf(back)))
      for (const { username } of rows) {
        const [a, b] = [await named(username, from.id), await named(username, to.id)]
        assert.ok(a && b)
        const { id: _a, number: _b, domainId: _c, updatedAt: _d, ...mine } = a
        const { id: _e, number: _f, domainId: _g, updatedAt: _h, ...theirs } = b
        assert.deepEqual(theirs, mine)
      }
    })
})
