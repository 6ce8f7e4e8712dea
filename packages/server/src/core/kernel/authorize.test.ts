import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAccess, makeAuthorizer } from './authorize.ts'
import { anonymous, type Caller, type KnownCaller } from './caller.ts'
import { DomainError } from './domain-error.ts'
import { type OperationContext, query, rulesOf } from './operation.ts'
import { ruleCredentials } from './rules/credentials.ts'
import { allRules } from './rules/defaults/all.ts'
import { makeRuleBook } from './rules/rule-book.ts'

const { decide, decideMissing } = makeAuthorizer(makeRuleBook(allRules))

const callerWith = (role: string, method = 'password'): KnownCaller => ({
  kind: 'known',
  userId: 'u',
  userDomainId: 'd',
  scope: { kind: 'system' },
  roles: [{ id: role, name: role }],
  chain: { methods: [method], auditIds: [], delegation: { kind: 'none' } },
  credentials: ruleCredentials({ user_id: 'u', system_scope: 'all', roles: [role] }),
})
const operator: Caller = { kind: 'operator' }
const callers = { anonymous, operator, admin: callerWith('admin'), member: callerWith('member') }

const read = () => 'read'
const operations = {
  public: query({ access: 'public', read }),
  authenticated: query({ access: 'authenticated', read }),
  operator: query({ access: 'operator', read }),
  rule: query({ rule: 'identity:create_role', read }),
  rules: query({
    rules: {
      any: ['identity:get_role', 'identity:get_domain_role'],
      choose: (_input, found?: { readonly domainId: string }) =>
        found ? 'identity:get_domain_role' : 'identity:get_role',
    },
    read,
  }),
}

const at = (caller: Caller) => ({ caller }) as OperationContext
const outcome = (work: () => unknown): string => {
  try {
    return String(work())
  } catch (thrown) {
    if (!(thrown instanceof DomainError)) throw thrown
    return thrown.code
  }
}

test('T27: each kind of permission, for each kind of caller', () => {
  const decisions = Object.entries(operations).map(([name, operation]) => [
    name,
    ...Object.values(callers).map((caller) =>
      outcome(() => decide(operation as typeof operations.rule, undefined, at(caller), undefined, {})),
    ),
  ])
  assert.deepEqual(decisions, [
    ['public', 'public', 'public', 'public', 'public'],
    ['authenticated', 'authentication_required', 'authenticated', 'authenticated', 'authenticated'],
    ['operator', 'operator_only', 'operator', 'operator_only', 'operator_only'],
    ['rule', 'authentication_required', 'identity:create_role', 'identity:create_role', 'forbidden_by_rule'],
    ['rules', 'authentication_required', 'identity:get_role', 'identity:get_role', 'forbidden_by_rule'],
  ])
})

test('anonymous callers are rejected without a choice of the rule', () => {
  for (const name of ['authenticated', 'rule', 'rules'] as const)
    assert.equal(
      outcome(() => assertAccess(operations[name].access, anonymous)),
      'authentication_required',
    )
})

test('a missing object is masked for callers without permission, unless the operation shows it', () => {
  const shown = { ...operations.rules, missing: 'shown' } as typeof operations.rules
  const missing = (operation: typeof operations.rules, caller: Caller) =>
    outcome(() => decideMissing(operation, undefined, at(caller)))
  assert.equal(missing(operations.rules, callers.member), 'forbidden_by_rule')
  assert.equal(missing(operations.rules, callers.admin), 'undefined')
  assert.equal(missing(shown, callers.member), 'undefined')
})

test('T05, T15: callers restricted by their delegation never learn that an object is missing', () => {
  const byEc2 = callerWith('admin', 'ec2credential')
  for (const operation of [operations.rule, operations.rules] as (typeof operations.rule)[])
    for (const missing of ['masked', 'shown'] as const)
      assert.equal(
        outcome(() => decideMissing({ ...operation, missing }, undefined, at(byEc2))),
        'forbidden_to_delegation',
      )
})

test('the rules of an operation', () => {
  assert.deepEqual(rulesOf(operations.public), [])
  assert.deepEqual(rulesOf(operations.rule), ['identity:create_role'])
  assert.deepEqual(rulesOf(operations.rules), ['identity:get_role', 'identity:get_domain_role'])
})
