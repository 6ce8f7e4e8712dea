import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Assignment, AssignmentTarget } from './assignment.ts'
import {
  type EffectiveAssignment,
  expandAssignments,
  positionOfRow,
  type RowPosition,
  rolesFromOf,
  type Surroundings,
} from './expand-assignments.ts'
import { listWork } from './list-work.ts'
import { projectsBelow } from './projects-below.ts'

const project = (id: string): AssignmentTarget => ({ type: 'project', id })
const domain: AssignmentTarget = { type: 'domain', id: 'D' }
const system: AssignmentTarget = { type: 'system' }

const grant = (actorId: string, target: AssignmentTarget, roleId: string, inherited = false): Assignment => ({
  actor: { type: actorId.startsWith('g') ? 'group' : 'user', id: actorId },
  target,
  roleId,
  inherited,
})

/** D has P and Q; P has C, C has L. Roles in lower case are global, those in upper case of the domain. */
const links = [
  { id: 'C', parentId: 'P' },
  { id: 'L', parentId: 'C' },
  { id: 'P', parentId: 'D' },
  { id: 'Q', parentId: 'D' },
]
const members: Readonly<Record<string, readonly string[]>> = { g1: ['u1', 'u2'], g2: [] }
const implications = [
  ['admin', 'member'],
  ['member', 'reader'],
  ['A', 'B'],
  ['B', 'reader'],
  ['x', 'y'],
  ['y', 'x'],
  ['self', 'self'],
  ['top', 'left'],
  ['top', 'right'],
  ['left', 'end'],
  ['right', 'end'],
].map(([priorId = '', impliedId = '']) => ({ priorId, impliedId }))
const globalAmong = async (ids: readonly string[]) => new Set(ids.filter((id) => id === id.toLowerCase()))
const turns = () => {
  let turns = 0
  return { turns: () => turns, nextTurn: async () => void turns++ }
}

/** All rows of all users, read in pages of `limit` rows. */
const expanded = async (grants: readonly Assignment[], limit: number, work = listWork(turns())) => {
  const surroundings: Surroundings = {
    below: await projectsBelow(links, work),
    rolesFrom: rolesFromOf(implications, globalAmong),
  }
  const all: EffectiveAssignment[] = []
  for (const user of ['u1', 'u2']) {
    const own = grants.filter(({ actor: { type, id } }) =>
      type === 'user' ? id === user : members[id]?.includes(user),
    )
    for (let after: RowPosition | undefined; ; ) {
      const rows = await expandAssignments(user, own, surroundings, { limit, after, work })
      assert.ok(rows.length <= limit)
      all.push(...rows)
      const last = rows.at(-1)
      if (!last) break
      after = positionOfRow(last)
    }
  }
  return all
}

const place = (target: AssignmentTarget) => (target.type === 'system' ? 'system' : target.id)

/** `u1 reader@C (via g1, from P, because member)` */
const text = ({ userId, target, roleId, source: { groupId, from, priorId } }: EffectiveAssignment) => {
  const why = [
    ...(groupId ? [`via ${groupId}`] : []),
    ...(from ? [`from ${place(from)}`] : []),
    ...(priorId ? [`because ${priorId}`] : []),
  ]
  return `${userId} ${roleId}@${place(target)}${why.length > 0 ? ` (${why.join(', ')})` : ''}`
}

const table: readonly [string, readonly Assignment[], readonly string[]][] = [
  ['no assignments give no rows', [], []],
  ['a direct assignment gives one row', [grant('u1', project('P'), 'reader')], ['u1 reader@P']],
  [
    'assignments on a domain and on the system give one row each',
    [grant('u1', domain, 'reader'), grant('u1', system, 'reader')],
    ['u1 reader@D', 'u1 reader@system'],
  ],
  [
    'an assignment of a group gives a row for each member',
    [grant('g1', project('P'), 'reader')],
    ['u1 reader@P (via g1)', 'u2 reader@P (via g1)'],
  ],
  [
    'an assignment of an empty or deleted group gives no rows',
    [grant('g2', project('P'), 'reader'), grant('g9', project('P'), 'reader')],
    [],
  ],
  [
    'inherited from a project: all projects below it, not the project itself',
    [grant('u1', project('P'), 'reader', true)],
    ['u1 reader@C (from P)', 'u1 reader@L (from P)'],
  ],
  [
    'inherited from the domain: its projects, not the domain itself',
    [grant('u1', domain, 'reader', true)],
    ['u1 reader@C (from D)', 'u1 reader@L (from D)', 'u1 reader@P (from D)', 'u1 reader@Q (from D)'],
  ],
  ['inherited from a leaf: no rows', [grant('u1', project('L'), 'reader', true)], []],
  ['the system has no inherited assignments', [grant('u1', system, 'reader', true)], []],
  [
    'an implied role names the role that directly implies it',
    [grant('u1', project('Q'), 'admin')],
    ['u1 admin@Q', 'u1 member@Q (because admin)', 'u1 reader@Q (because member)'],
  ],
  [
    'group, inheritance and implication together',
    [grant('g1', project('C'), 'member', true)],
    [
      'u1 member@L (via g1, from C)',
      'u1 reader@L (via g1, from C, because member)',
      'u2 member@L (via g1, from C)',
      'u2 reader@L (via g1, from C, because member)',
    ],
  ],
  [
    'domain roles are not shown, but the roles they imply are',
    [grant('u1', project('P'), 'A')],
    ['u1 reader@P (because B)'],
  ],
  ['a domain role that implies no role gives no rows', [grant('u1', project('P'), 'C')], []],
  [
    'a cycle of implications terminates',
    [grant('u1', project('P'), 'x')],
    ['u1 x@P', 'u1 x@P (because y)', 'u1 y@P (because x)'],
  ],
  [
    'a role that implies itself terminates',
    [grant('u1', project('P'), 'self')],
    ['u1 self@P', 'u1 self@P (because self)'],
  ],
  [
    'two implications of one role give two rows',
    [grant('u1', project('P'), 'top')],
    [
      'u1 end@P (because left)',
      'u1 end@P (because right)',
      'u1 left@P (because top)',
      'u1 right@P (because top)',
      'u1 top@P',
    ],
  ],
  [
    'the same implication twice gives one row',
    [grant('u1', project('P'), 'admin'), grant('u1', project('P'), 'member')],
    ['u1 admin@P', 'u1 member@P', 'u1 member@P (because admin)', 'u1 reader@P (because member)'],
  ],
  [
    'direct and inherited assignments give separate rows',
    [grant('u1', project('C'), 'reader'), grant('u1', project('P'), 'reader', true)],
    ['u1 reader@C', 'u1 reader@C (from P)', 'u1 reader@L (from P)'],
  ],
]

for (const [title, assignments, expected] of table)
  test(title, async () => {
    for (const limit of [1, 2, 100])
      assert.deepEqual((await expanded(assignments, limit)).map(text).sort(), [...expected])
  })

test('S5: yields to other requests while a list is computed, and rejects lists that take too many steps', async () => {
  const grants = Array.from({ length: 1000 }, (_, i) => grant('u1', project(`p${i}`), 'admin'))
  const clock = turns()
  assert.equal((await expanded(grants, 5000, listWork(clock))).length, 3000)
  assert.ok(clock.turns() >= 2)
  await assert.rejects(expanded(grants, 5000, listWork(turns(), 2000)), { code: 'filter_too_expensive' })
  assert.equal((await expanded(grants, 10, listWork(turns(), 500_000))).length, 3000)
})
