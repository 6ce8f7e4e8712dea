import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDomainError } from '../../kernel/domain-error.ts'
import { checkStep, isLegalStep, type Stage, type StepCause, statusSteps } from './status-steps.ts'

const stages = Object.keys(statusSteps) as Stage[]
const leaving = (from: Stage, cause: StepCause) =>
  stages.filter((to) => to !== from && isLegalStep(from, to, cause))

test('every status transition with its cause', () => {
  const all: readonly (readonly [StepCause, Stage, readonly Stage[]])[] = [
    ['creation', 'none', ['pending', 'active', 'disabled']],
    ['invitation', 'none', ['invited', 'active']],
    ['invitation', 'invited', ['active']],
    ['invitation', 'pending', ['invited']],
    ['acceptance', 'invited', ['active']],
    ['change', 'invited', ['pending', 'active', 'disabled']],
    ['change', 'pending', ['active', 'disabled']],
    ['change', 'active', ['pending', 'disabled']],
    ['change', 'disabled', ['pending', 'active']],
    ['deletion', 'invited', ['deleted']],
    ['deletion', 'pending', ['deleted']],
    ['deletion', 'active', ['deleted']],
    ['deletion', 'disabled', ['deleted']],
    ['restoration', 'deleted', ['invited', 'pending', 'active', 'disabled']],
    ['purge', 'deleted', ['none']],
  ]
  const causes = new Set(all.map(([cause]) => cause))
  for (const from of stages)
    for (const cause of causes) {
      const expected = all.find(([by, start]) => by === cause && start === from)?.[2] ?? []
      assert.deepEqual(leaving(from, cause).sort(), [...expected].sort(), `${from} by ${cause}`)
    }
})

test('only an invitation or a restore makes a user invited', () => {
  const causes = stages.flatMap((from) => statusSteps[from].invited ?? [])
  assert.deepEqual([...new Set(causes)].sort(), ['invitation', 'restoration'])
})

test('an error names both states and the remedy', () => {
  const rejects = (from: Stage, to: Stage, cause: StepCause, message: RegExp) =>
    assert.throws(
      () => checkStep(from, to, cause),
      (thrown) =>
        isDomainError(thrown, 'failed_precondition') &&
        thrown.code === 'status_step_barred' &&
        thrown.details['from'] === from &&
        thrown.details['to'] === to &&
        message.test(thrown.message),
    )
  rejects('active', 'invited', 'change', /active cannot be changed to invited\. Send an invitation/)
  rejects('none', 'invited', 'creation', /A new user cannot have the status invited\. Send an invitation/)
  rejects(
    'disabled',
    'active',
    'acceptance',
    /disabled cannot be changed to active\. Allowed: no other status/,
  )
  for (const stage of stages) checkStep(stage, stage, 'change')
})
