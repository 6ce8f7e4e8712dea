import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memberRoles } from '@muster/contract/arize/shapes.ts'
import { clientVersionOf, decodeEnum, encodeEnum } from './client-versions.ts'

test('enum values are in capitals from 8.40.0 on, and spelled as in 8.26.0 without a version', () => {
  for (const [version, word] of [
    ['8.26.0', 'read-only'],
    ['8.39.9', 'read-only'],
    ['8.40.0', 'READ_ONLY'],
    ['8.41', 'READ_ONLY'],
    ['8.100.0rc1', 'READ_ONLY'],
    ['9.0.0', 'READ_ONLY'],
    ['7.54.0', 'read-only'],
    [undefined, 'read-only'],
    ['', 'read-only'],
    ['eight', 'read-only'],
    ['8.40x.1', 'READ_ONLY'],
    ['88888.1.1', 'read-only'],
  ] as const)
    assert.equal(encodeEnum(clientVersionOf(version), 'read-only'), word, version)
})

test('the status of an expired key is revoked from 8.34.0 on', () => {
  assert.equal(clientVersionOf('8.33.0').over, 'deleted')
  assert.equal(clientVersionOf('8.34.0').over, 'revoked')
})

test('accepts either spelling, and no third one', () => {
  for (const text of ['read-only', 'READ_ONLY']) assert.equal(decodeEnum(memberRoles, text), 'read-only')
  for (const text of ['Read-Only', 'read_only', 'READ-ONLY', '', 'owner', 'toString'])
    assert.equal(decodeEnum(memberRoles, text), undefined, text)
})
