import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safePath } from './safe-path.ts'

test('keeps paths of the console with their conditions', () => {
  for (const path of ['/', '/users', '/users?search=adm&sort=-email', '/account/security#sessions'])
    assert.equal(safePath(path), path)
})

test('never leads to another origin', () => {
  const others = [
    undefined,
    '',
    'users',
    '//evil.example',
    '//evil.example/console/users',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '\\\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    '/sign-in?to=/users',
  ]
  for (const path of others) assert.equal(safePath(path), '/', String(path))
})
