import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { RuleInput } from './compile-rule.ts'
import { type RuleCredentials, ruleCredentials } from './credentials.ts'
import { allRules } from './defaults/all.ts'
import { parseRule } from './parse-rule.ts'
import { makeRuleBook } from './rule-book.ts'
import type { Target } from './template.ts'

const ask = (text: string, credentials: Partial<RuleCredentials>, target: Target): boolean => {
  const input: RuleInput = { credentials: { roles: [], ...credentials }, target }
  return parseRule(text)(input, () => assert.fail('no rules here'))
}

describe('T20: null never equals null', () => {
  const unscoped = [{}, { domain_id: null }, { domain_id: undefined }, { domain_id: '' }]
  const nothing: readonly Target[] = [{ x: null }, { x: undefined }, { x: '' }, {}, { x: { y: 'd' } }]
  for (const credentials of unscoped)
    for (const target of nothing)
      test(`${JSON.stringify(credentials)} against ${JSON.stringify(target)}`, () => {
        assert.equal(ask('domain_id:%(x)s', credentials, target), false)
        assert.equal(ask('token.domain.id:%(x)s', credentials, target), false)
      })

  test('an absent attribute does not equal the name "None" of a user', () => {
    assert.equal(ask('domain_id:%(x)s', {}, { x: 'None' }), false)
    assert.equal(ask('role:%(x)s', { roles: ['none'] }, { x: null }), false)
    assert.equal(ask("'None':%(x)s", {}, { x: null }), false)
  })

  test('a bare None requires the target key to be present and null', () => {
    assert.equal(ask('None:%(target.role.domain_id)s', {}, { target: { role: { domain_id: null } } }), true)
    for (const role of [
      { domain_id: 'd1' },
      { domain_id: '' },
      { domain_id: 'None' },
      { domain_id: undefined },
      {},
    ])
      assert.equal(ask('None:%(target.role.domain_id)s', {}, { target: { role } }), false)
    assert.equal(ask('None:%(target.role.domain_id)s', {}, { target: { role: null } }), false)
    assert.equal(ask('None:x%(a)s', {}, { a: null }), false)
  })

  test('attribute:None requires the token to lack that scope', () => {
    assert.equal(ask('domain_id:None', {}, {}), true)
    assert.equal(ask('not domain_id:None', { domain_id: 'd1' }, {}), true)
  })

  test('a project reader cannot read a domain stored as a project without a domain', () => {
    const book = makeRuleBook(allRules)
    const reader = ruleCredentials({
      user_id: 'u1',
      project_id: 'p1',
      project_domain_id: 'd1',
      roles: ['reader'],
    })
    const root = { target: { project: { id: 'd1', domain_id: null } } }
    assert.equal(book.allows('identity:get_project', 'project', reader, root), 'forbidden')
  })

  test('a grant matches a global role through None, and a role of another domain not at all', () => {
    const book = makeRuleBook(allRules)
    const reader = ruleCredentials({ user_id: 'u1', domain_id: 'd1', roles: ['reader'] })
    const grant = (role: Target) => ({
      target: { user: { domain_id: 'd1' }, project: { domain_id: 'd1' }, role: { name: 'x', ...role } },
    })
    const verdict = (role: Target) => book.allows('identity:check_grant', 'domain', reader, grant(role))
    assert.equal(verdict({ domain_id: null }), 'allowed')
    assert.equal(verdict({ domain_id: 'd1' }), 'allowed')
    assert.equal(verdict({ domain_id: 'd2' }), 'forbidden')
    assert.equal(verdict({}), 'forbidden')
  })
})

describe('T19: a rule sees only the input of core', () => {
  test('a missing target key is false for every kind of check', () => {
    for (const text of [
      'user_id:%(absent)s',
      'role:%(absent)s',
      "'u1':%(absent)s",
      'None:%(absent)s',
      'True:%(a.b)s',
    ])
      assert.equal(ask(text, { user_id: 'u1', roles: ['absent'] }, { a: {} }), false, text)
  })

  test('properties of Object.prototype are ignored', () => {
    for (const path of [
      'constructor.name',
      'a.constructor.name',
      'toString.name',
      '__proto__.x',
      '__proto__.__proto__',
      'name.length',
    ])
      for (const left of ["'Object'", 'None', "'toString'", '3'])
        assert.equal(ask(`${left}:%(${path})s`, {}, { a: {}, name: 'abc' }), false, `${left} ${path}`)
  })

  test('a rule that refers to the request body or query is rejected, since neither is passed', () => {
    for (const path of ['request_body.user.domain_id', 'filter_attr.user_id'])
      assert.throws(() => parseRule(`user_id:%(${path})s`), /cannot use client input/)
  })

  test('rules read the caller from the credentials, not from a similar target', () => {
    const forged = { user_id: 'u1', roles: 'admin', is_admin: 1, credentials: { roles: 'admin' } } as const
    const book = makeRuleBook(allRules)
    assert.equal(
      book.allows('identity:create_domain', 'project', ruleCredentials({ roles: [] }), forged),
      'forbidden',
    )
  })
})
