import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RoleAssignment } from '@muster/sdk'
import { rowsOf } from './matrix-rows.ts'

const assignment = (fields: Partial<RoleAssignment>): RoleAssignment => ({
  role_id: 'admin',
  user_id: null,
  group_id: null,
  scope: { type: 'project', id: 'p' },
  inherited: false,
  source: null,
  ...fields,
})

const cellsOf = (rows: readonly RoleAssignment[], known: readonly (readonly [string, string])[] = []) =>
  Object.fromEntries(rowsOf([{ rows, hasMore: false }], known)[0]?.cells ?? [])

const implied = (prior: string) => ({ group_id: null, inherited_from: null, implied_by: prior })

test('a group has the roles that its roles imply, each with the role that implies it directly', () => {
  const cells = cellsOf(
    [assignment({ group_id: 'g' })],
    [
      ['admin', 'member'],
      ['member', 'reader'],
      ['admin', 'reader'],
      ['other', 'unrelated'],
    ],
  )
  assert.deepEqual(Object.keys(cells), ['admin', 'member', 'reader'])
  assert.deepEqual(cells['member']?.reasons, [implied('admin')])
  assert.deepEqual(cells['reader']?.reasons, [implied('admin'), implied('member')])
})

test('roles that imply one another end', () => {
  const cells = cellsOf(
    [assignment({ group_id: 'g' })],
    [
      ['admin', 'member'],
      ['member', 'admin'],
    ],
  )
  assert.deepEqual(cells['admin'], { direct: true, below: false, reasons: [implied('member')] })
})

test('a role for the projects below implies nothing on the scope', () => {
  const cells = cellsOf([assignment({ group_id: 'g', inherited: true })], [['admin', 'reader']])
  assert.deepEqual(Object.keys(cells), ['admin'])
})

test('an implication is known from the effective assignments of a user', () => {
  const cells = cellsOf([
    assignment({ group_id: 'g', role_id: 'member' }),
    assignment({ user_id: 'u', role_id: 'reader', source: implied('member') }),
  ])
  assert.deepEqual(cells['reader']?.reasons, [implied('member')])
})
