import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readBasicTime, readIsoTime, readMailTime, readRfc3339 } from './times.ts'

const noon = Date.UTC(2028, 1, 29, 12)

/** Texts that look like a time and are invalid. */
const impossible = [
  '2027-02-29T12:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-04-31T00:00:00Z',
  '2026-00-10T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-01-00T00:00:00Z',
  '2026-01-31T24:00:00Z',
  '2026-01-31T12:60:00Z',
  '2026-12-31T23:59:60Z',
  '2026-12-31T15:59:60-08:00',
  '2026-01-31T12:00:00+24:00',
  '2026-01-31T12:00:00+01:60',
  '2026-01-31T12:00:00[Europe/Berlin]',
  '2026-01-31T12:00:00Z[u-ca=hebrew]',
  '0000-12-31T23:59:59Z',
  '0001-01-01T00:30:00+01:00',
  '9999-12-31T23:30:00-01:00',
  '+010000-01-01T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '2026-1-31T12:00:00Z',
  '2026-01-31T12:00:00.Z',
  '2026-01-31T12:00:00 Z',
  '2026-01-31T12Z',
  '２０２６-01-31T12:00:00Z',
  ' 2026-01-31T12:00:00Z',
  '2026-01-31T12:00:00Z\n',
  '1769860800',
  'NaN',
  '',
]

test('P1: rejects times outside the calendar in every form', () => {
  for (const text of impossible) {
    assert.equal(readIsoTime(text), undefined, text)
    assert.equal(readRfc3339(text), undefined, text)
    assert.equal(readBasicTime(text.replaceAll(/[-:]/g, '')), undefined, text)
  }
  for (const text of [
    'Sun, 30 Feb 2026 12:00:00 GMT',
    'Sat, 31 Jan 2026 24:00:00 GMT',
    'Thu, 31 Dec 2026 23:59:60 GMT',
    'Sat, 31 Foo 2026 12:00:00 GMT',
    'Foo, 31 Jan 2026 12:00:00 GMT',
    'Sat, 31 Jan 2026 12:00:00 EST',
    'Sat, 31 Jan 2026 12:00:00 +2400',
  ])
    assert.equal(readMailTime(text), undefined, text)
})

test('P10: every form denotes the moment of its calendar', () => {
  for (const text of [
    '2028-02-29T12:00:00Z',
    '2028-02-29t12:00:00.0z',
    '2028-02-29T13:30:00+01:30',
    '2028-02-28T23:00:00.000000000-13:00',
  ])
    assert.equal(readRfc3339(text), noon, text)
  for (const text of ['2028-02-29 12:00', '2028-02-29T12:00:00.000999', '2028-02-29T13:00+0100'])
    assert.equal(readIsoTime(text), noon, text)
  for (const text of ['2028-02-29', '2028-02-29T12:00Z', '2028-02-29T12:00:00', '2028-02-29 12:00:00Z'])
    assert.equal(readRfc3339(text), undefined, text)
  assert.equal(readIsoTime('2028-02-29'), Date.UTC(2028, 1, 29))
  assert.equal(readIsoTime('2028-02-29T12:00:00.123Z'), noon + 123)
  assert.equal(new Date(readIsoTime('0001-01-01') ?? 0).toISOString(), '0001-01-01T00:00:00.000Z')
  assert.equal(new Date(readIsoTime('0099-03-01') ?? 0).toISOString(), '0099-03-01T00:00:00.000Z')
  assert.equal(
    new Date(readIsoTime('9999-12-31T23:59:59.999Z') ?? 0).toISOString(),
    '9999-12-31T23:59:59.999Z',
  )
  for (const text of ['20280229T120000Z', '20280229T120000']) assert.equal(readBasicTime(text), noon)
  for (const text of [
    'Tue, 29 Feb 2028 12:00:00 GMT',
    'Tue, 29 Feb 2028 12:00:00 UTC',
    'Tue, 29 Feb 2028 07:00:00 -0500',
  ])
    assert.equal(readMailTime(text), noon)
})
