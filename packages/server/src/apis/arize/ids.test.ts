import assert from 'node:assert/strict'
import { test } from 'node:test'
import { idOf, readBindingId, readId } from './ids.ts'

const id = '0123456789abcdef0123456789abcdef'

test('an id is Base64 of text with a colon, which distinguishes it from a name', () => {
  assert.equal(Buffer.from(idOf('User', id), 'base64').toString(), `User:1:${id}`)
  assert.equal(readId('User', idOf('User', id)), id)
  assert.deepEqual(readBindingId(idOf('RoleBinding', id, 'default')), { userId: id, projectId: 'default' })
})

test('malformed ids decode to undefined', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  for (const text of [
    '',
    id,
    'no-such-id',
    idOf('Space', id),
    idOf('User', id, id),
    idOf('User'),
    base64(`User:2:${id}`),
    base64(`User:${id}`),
    base64(`User:1:${id}\n`),
    base64(`User:1:${'x'.repeat(65)}`),
    base64("User:1:' or 1=1 --"),
    `${idOf('User', id)}=`,
    `${idOf('User', id)}\n`,
    idOf('User', id).replace(/=+$/, ''),
    '💣',
  ])
    if (text !== idOf('User', id)) assert.equal(readId('User', text), '', text)
  assert.deepEqual(readBindingId(idOf('RoleBinding', id)), { userId: id, projectId: '' })
})
