import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { RawRow } from '../core/accounts/imports/raw-row.ts'
import { rowFormats as makeRowFormats } from './row-formats.ts'

const rowFormats = makeRowFormats(250)

const fields = new Set(['a', 'b', 'c'])

async function* cut(bytes: Buffer, sizes: readonly number[]) {
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const size = sizes[n % sizes.length] ?? 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}

const readAll = async (format: 'csv' | 'ndjson', bytes: Buffer, sizes: readonly number[] = [65_536]) => {
  const rows: RawRow[] = []
  for await (const batch of rowFormats.read(cut(bytes, sizes), { format, fields, first: 1 })) {
    assert.ok(batch.length > 0 && batch.length <= 250)
    rows.push(...batch)
  }
  return rows
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', "'", '=', 'é', '🐎', ' ') }),
)
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 })

for (const format of ['csv', 'ndjson'] as const)
  test(`rows written as ${format} read back, with any chunk boundaries`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ a: text, b: text, c: text }), { maxLength: 20 }),
        sizes,
        async (rows, pieces) => {
          const writer = rowFormats.write(format, [...fields])
          // A blank line is not a row.
          const value = rows.map((row) => ({ ...row, a: `x${row.a}` }))
          const found = await readAll(
            format,
            Buffer.from(writer.head + value.map(writer.row).join('')),
            pieces,
          )
          const plain = ({ b, c, ...row }: { a: string; b: string; c: string }) =>
            format === 'ndjson'
              ? { ...row, b, c }
              : { ...row, ...(b === '' ? {} : { b }), ...(c === '' ? {} : { c }) }
          assert.deepEqual(
            found,
            value.map((row, at) => ({ row: at + 1, values: plain(row) })),
          )
        },
      ),
      { numRuns: 60 },
    )
  })

test('hostile CSV: cells of 1 MB, NUL and invalid bytes; the following row is read', async () => {
  const bytes = Buffer.concat([
    Buffer.from(`a,b\r\n"${'x'.repeat(1_100_000)}",1\r\n`),
    Buffer.from([0x61, 0xff, 0x2c, 0x62, 0x0a]),
    Buffer.from(`${'z,'.repeat(10_000)}\nnul\0,2\nlast,3`),
  ])
  const rows = await readAll('csv', bytes)
  assert.deepEqual(
    rows.map(({ wrong, values }) => wrong?.code ?? values),
    ['row_too_long', 'row_not_utf8', 'row_columns', { a: 'nul\0', b: '2' }, { a: 'last', b: '3' }],
  )
})

test('CSV with an unterminated cell fails after a few megabytes instead of filling memory', async () => {
  let sent = 0
  async function* endless() {
    yield Buffer.from('a\nfirst\n"')
    for (; sent < 100; sent++) yield Buffer.alloc(1_000_000, 'x')
  }
  const rows: RawRow[] = []
  await assert.rejects(
    async () => {
      for await (const batch of rowFormats.read(endless(), { format: 'csv', fields, first: 1 }))
        rows.push(...batch)
    },
    { code: 'csv_broken', message: /^Row 2 cannot be read/ },
  )
  assert.deepEqual(rows, [{ row: 1, values: { a: 'first' } }])
  assert.ok(sent < 20, `${sent} MB`)
})

test('rows are delivered while the sender pauses', async () => {
  let go: () => void = () => {}
  const more = new Promise<void>((resolve) => {
    go = resolve
  })
  async function* pausing() {
    yield Buffer.from('{"a":"1"}\n{"a":"2"}\n{"a"')
    await more
    yield Buffer.from(':"3"}')
  }
  const batches = rowFormats.read(pausing(), { format: 'ndjson', fields, first: 1 })[Symbol.asyncIterator]()
  assert.equal((await batches.next()).value.length, 2)
  go()
  assert.deepEqual((await batches.next()).value, [{ row: 3, values: { a: '3' } }])
  assert.equal((await batches.next()).done, true)
})

const utf16 = (text: string, order: 'le' | 'be') => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}
const people = [
  { row: 1, values: { a: 'Ann', b: 'Zürich' } },
  { row: 2, values: { a: 'Bob', c: '🐎' } },
]
const spreadsheets: Readonly<Record<string, Buffer | string>> = {
  'a column without a name at the end': 'a,b,c,\nAnn,Zürich,,\nBob,,🐎,\n',
  'several columns without names': 'a,,b,c,,\nAnn,,Zürich,,,\nBob,,,🐎,,\n',
  'records of commas only': 'a,b,c\n,,\nAnn,Zürich,\n,,\nBob,,🐎\n,,\n',
  'more empty cells than the header has': 'a,b,c\nAnn,Zürich,,,\nBob,,🐎,,\n',
  semicolons: 'a;b;c\nAnn;Zürich;\nBob;;🐎\n',
  tabs: 'a\tb\tc\r\nAnn\tZürich\t\r\nBob\t\t🐎\r\n',
  'a first line that names the separator': 'sep=;\r\na;b;c\r\nAnn;Zürich;\r\nBob;;🐎\r\n',
  'a header in another case': 'A,B , C\nAnn,Zürich,\nBob,,🐎\n',
  'quoted headers that contain other separators': '"a";"b";"c"\n"Ann";"Zürich";""\n"Bob";"";"🐎"\n',
  'a byte order mark': '\ufeffa,b,c\nAnn,Zürich,\nBob,,🐎\n',
  'UTF-16 with the low byte first, as Excel writes it': utf16(
    'a\tb\tc\r\nAnn\tZürich\t\r\nBob\t\t🐎\r\n',
    'le',
  ),
  'UTF-16 with the high byte first': utf16('a,b,c\nAnn,Zürich,\nBob,,🐎\n', 'be'),
}
for (const [what, file] of Object.entries(spreadsheets))
  test(`P13: reads a file with ${what}, with any chunk boundaries`, async () => {
    for (const size of [1, 2, 3, 7, 65_536])
      assert.deepEqual(await readAll('csv', Buffer.from(file), [size]), people)
  })

test('P13: a value in a column without a name is a row error, not a lost value', async () => {
  const [row] = await readAll('csv', Buffer.from('a,b,\nAnn,Zürich,lost\n'))
  assert.equal(row?.wrong?.code, 'row_columns')
})

test('N25: a file that is not text is rejected with the remedy', async () => {
  const unmarked = Buffer.from('a,b\nAnn,Zürich\n', 'utf16le')
  await assert.rejects(readAll('csv', unmarked), /Save it as UTF-8/)
  await assert.rejects(readAll('csv', Buffer.from([0xff, 0xfe, 0x41])), /Save it as UTF-8/)
  const [row] = await readAll('csv', Buffer.from('a,b\nAnn,Z\xfcrich\n', 'latin1'))
  assert.match(row?.wrong?.message ?? '', /save the file as "CSV UTF-8"/)
})

test('N25: a file of JSON lines in UTF-16 is read', async () => {
  const lines = people.map(({ values }) => JSON.stringify(values)).join('\r\n')
  assert.deepEqual(await readAll('ndjson', utf16(lines, 'le'), [1]), people)
})

test('N25: the Excel format reads back', async () => {
  const writer = rowFormats.write('csv', [...fields], '\t')
  const text = writer.head + people.map(({ values }) => writer.row(values)).join('')
  assert.deepEqual(await readAll('csv', utf16(text, 'le')), people)
})
