import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signedCursors } from './signed-cursors.ts'

const cursors = signedCursors(Buffer.alloc(32, 7))
const of = { list: 'users', userId: 'ann', asked: [['status', 'active']] }

test('a cursor decodes to its position', () => {
  for (const position of [
    { id: 'u1' },
    { id: 'u1', value: 'Zo\u00eb' },
    { id: 'u1', value: 1_767_323_045_000 },
    { id: 'u1', value: '' },
  ])
    assert.deepEqual(cursors.open(of, cursors.seal(of, position)), position)
})

test('T74: a cursor of another list, query, user or server is rejected', () => {
  const cursor = cursors.seal(of, { id: 'u1', value: 'n' })
  assert.equal(cursors.open({ ...of, list: 'sessions' }, cursor), undefined)
  assert.equal(cursors.open({ ...of, userId: 'eve' }, cursor), undefined)
  assert.equal(cursors.open({ ...of, asked: [] }, cursor), undefined)
  assert.equal(cursors.open({ ...of, asked: [['status', 'disabled']] }, cursor), undefined)
  assert.equal(signedCursors(Buffer.alloc(32, 8)).open(of, cursor), undefined)
})

test('T74: forged and damaged cursors are rejected without an exception', () => {
  const cursor = cursors.seal(of, { id: 'u1', value: 'n' })
  const [position = '', signature = ''] = cursor.split('.')
  const other = Buffer.from(JSON.stringify(["' or 1=1 --"])).toString('base64url')
  const forged = [
    '',
    '.',
    '..',
    position,
    `${position}.`,
    `.${signature}`,
    `${other}.${signature}`,
    `${position}.${signature}.`,
    `${position}.${signature.slice(1)}`,
    `${position}.${signature.slice(0, -1)}\u00e9`,
    `${position}=.${signature}`,
    ` ${cursor}`,
    '\u0000',
    'x'.repeat(100_000),
  ]
  for (const text of forged)
    assert.equal(cursors.open(of, text), undefined, JSON.stringify(text.slice(0, 80)))
  for (let i = 0; i < cursor.length; i++) {
    const bent = cursor.slice(0, i) + (cursor[i] === 'A' ? 'B' : 'A') + cursor.slice(i + 1)
    assert.equal(cursors.open(of, bent), undefined, `changed at ${i}`)
  }
})
