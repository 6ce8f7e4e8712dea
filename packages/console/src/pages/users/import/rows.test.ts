import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvReader, separatorOf } from './csv-reader.ts'
import { guessMapping } from './fields.ts'
import { recognize } from './file-text.ts'
import { headerOf, rowsOf, type SourceRow, sentHeader } from './rows.ts'

const records = (text: string, separator = ',') => {
  const reader = csvReader(separator)
  return [...reader.push(text), ...reader.end()]
}

const read = async (name: string, content: string | Uint8Array<ArrayBuffer>) => {
  const file = new File([content], name)
  const reading = await recognize(file)
  const header = await headerOf(file, reading)
  const columns = reading.format === 'csv' ? guessMapping(header) : []
  const rows: SourceRow[] = []
  for await (const row of rowsOf(file, reading, columns)) rows.push(row)
  return { reading, header, columns, rows }
}

test('CSV: quotes, line ends within cells, and every line end', () => {
  assert.deepEqual(records('a,"b ""x"", c"\r\n"1\n2",3\r\n'), [
    ['a', 'b "x", c'],
    ['1\n2', '3'],
  ])
  assert.deepEqual(records('a\rb\n\nc'), [['a'], ['b'], [''], ['c']])
  assert.deepEqual(records('a;b"c;""', ';'), [['a', 'b"c', '']])
  assert.deepEqual(records(',\n'), [['', '']])
})

test('CSV in pieces of one character is read as in one piece', () => {
  const text = 'a,"b ""x"""\r\n"1\r\n2",\r\n'
  const reader = csvReader(',')
  assert.deepEqual([...[...text].flatMap((piece) => reader.push(piece)), ...reader.end()], records(text))
})

test('separators are recognised', () => {
  assert.equal(separatorOf('a,b,c\n1,2,3'), ',')
  assert.equal(separatorOf('a;b;"c,d,e,f"\n'), ';')
  assert.equal(separatorOf('a\tb'), '\t')
  assert.equal(separatorOf('sep=|\na|b'), '|')
})

test('columns find their fields by usual names, each field once', () => {
  assert.deepEqual(guessMapping(['Login', 'E-Mail', 'First Name', 'x', 'mail']), [
    'username',
    'email',
    'given_name',
    undefined,
    undefined,
  ])
  assert.deepEqual(guessMapping(['user', 'username', 'constructor']), [undefined, 'username', undefined])
})

test('rows have their lines, their errors, and the text that is sent', async () => {
  const { rows, columns, reading } = await read(
    'people.csv',
    'login;mail;status;team\nada;ada@example.org;;x\n\n;b@example.org;gone;\nc;c;active\n',
  )
  assert.equal(sentHeader(reading, columns), 'username,email,status\n')
  assert.deepEqual(
    rows.map(({ line, text, errors }) => ({ line, text, errors: errors.map(({ error }) => error) })),
    [
      { line: 2, text: '"ada","ada@example.org",""', errors: [] },
      { line: 4, text: '"","b@example.org","gone"', errors: ['missing', 'status'] },
      { line: 5, text: '"c","c","active","?"', errors: ['cells', 'email'] },
    ],
  )
})

test('NDJSON and encodings are recognised', async () => {
  const json = await read('people.txt', '{"username":"ada","developer":"yes"}\n\nnot json\n')
  assert.equal(json.reading.format, 'ndjson')
  assert.deepEqual(
    json.rows.map(({ line, errors }) => [line, errors.map(({ error }) => error)]),
    [
      [1, ['flag']],
      [3, ['json']],
    ],
  )
  const latin = await read('a.csv', new Uint8Array([...new TextEncoder().encode('username\n'), 0xe4]))
  assert.equal(latin.reading.encoding, 'windows-1252')
  assert.deepEqual(latin.rows[0]?.cells, ['ä'])
  const wide = await read(
    'a.csv',
    new Uint8Array([0xff, 0xfe, ...[...'username\nä'].flatMap((c) => [c.charCodeAt(0), 0])]),
  )
  assert.deepEqual(wide.rows[0]?.cells, ['ä'])
})
