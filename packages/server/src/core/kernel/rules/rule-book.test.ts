import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ruleCredentials } from './credentials.ts'
import { allRules } from './defaults/all.ts'
import type { RuleText } from './read-rule.ts'
import { makeRuleBook } from './rule-book.ts'
import type { RuleDefault } from './rule-default.ts'
import { isRuleError } from './rule-error.ts'

const anyScope = ['system', 'domain', 'project'] as const
const shipped = (name: string, check: string): RuleDefault => ({
  name,
  check,
  scopes: anyScope,
  about: 'a test',
})
const problemsOf = (work: () => unknown): readonly string[] => {
  try {
    work()
  } catch (thrown) {
    assert.ok(isRuleError(thrown), String(thrown))
    return thrown.problems.map(
      ({ rule, at, message }) => `${rule}${at === undefined ? '' : `@${at}`}: ${message}`,
    )
  }
  return []
}
const admin = ruleCredentials({ user_id: 'u1', roles: ['Admin'] })
const member = ruleCredentials({ user_id: 'u2', roles: ['member'] })

describe('T28: an unknown rule allows no request', () => {
  const book = makeRuleBook(allRules)

  test('evaluating an unknown rule throws, also for names of Object.prototype', () => {
    for (const name of ['identity:no_such_rule', '', 'constructor', '__proto__'])
      assert.throws(() => book.allows(name, 'system', admin, {}), /there is no such rule/)
  })

  test('an alias defined by the operator is not a rule of an operation', () => {
    const aliased = makeRuleBook([shipped('a', '@')], { a: 'rule:mine', mine: 'role:member' })
    assert.deepEqual([...aliased.names], ['a'])
    assert.throws(() => aliased.allows('mine', 'project', member, {}), /there is no such rule/)
  })
})

describe('scopes', () => {
  const book = makeRuleBook([{ ...shipped('a', '@'), scopes: ['system', 'project'] }], { a: 'role:admin' })
  test('are checked first, and an override keeps them', () => {
    assert.equal(book.allows('a', 'domain', admin, {}), 'forbidden')
    assert.equal(book.allows('a', 'system', admin, {}), 'allowed')
    assert.equal(book.allows('a', 'project', admin, {}), 'allowed')
    assert.equal(book.allows('a', 'project', member, {}), 'forbidden')
  })
})

describe('overrides', () => {
  test('affect every rule that refers to the overridden one', () => {
    const book = makeRuleBook(allRules, { admin_required: 'role:member' })
    assert.equal(book.allows('identity:create_domain', 'project', member, {}), 'allowed')
    assert.equal(book.allows('identity:create_domain', 'project', admin, {}), 'forbidden')
  })

  test('may define aliases, in the legacy list form as well', () => {
    const overrides: Record<string, RuleText> = {
      'identity:create_domain': 'rule:cloud_admin',
      cloud_admin: [['rule:admin_required', 'rule:on_duty'], ['role:root']],
      on_duty: 'user_id:u1',
    }
    const book = makeRuleBook(allRules, overrides)
    assert.equal(book.allows('identity:create_domain', 'project', admin, {}), 'allowed')
    assert.equal(
      book.allows('identity:create_domain', 'project', { ...admin, user_id: 'u3' }, {}),
      'forbidden',
    )
  })

  test('may not name rules that are neither built-in nor referenced', () => {
    assert.deepEqual(
      problemsOf(() => makeRuleBook(allRules, { 'identity:creat_user': '!', self: 'rule:self' })),
      [
        'self@0: refers to itself: self → self',
        'identity:creat_user: overrides no existing rule, and no rule refers to it',
        'self: overrides no existing rule, and no rule refers to it',
      ],
    )
  })
})

describe('reports all errors of a set of rules at once', () => {
  test('unreadable, undefined and circular rules, each with its position', () => {
    const rules = ['a', 'b', 'c', 'd', 'e', 'e'].map((name) => shipped(name, '@'))
    const overrides = {
      a: 'role:x and',
      b: 'not rule:nowhere',
      c: 'role:x or rule:d',
      d: 'rule:c',
      e: 'rule:a',
    }
    assert.deepEqual(
      problemsOf(() => makeRuleBook(rules, overrides)),
      [
        'e: is defined twice',
        'a@10: ends where a check is expected',
        'b@4: there is no rule "nowhere"',
        'd@0: refers to itself: c → d → c',
      ],
    )
  })

  test('two references to the same rule are not a cycle', () => {
    const rules = [
      shipped('a', 'rule:b and rule:c'),
      shipped('b', 'rule:d'),
      shipped('c', 'rule:d'),
      shipped('d', '@'),
    ]
    assert.equal(makeRuleBook(rules).allows('a', 'project', member, {}), 'allowed')
  })
})

describe('T75: evaluation of nested rules is cheap', () => {
  const chain = (length: number, check: (next: string) => string) =>
    Array.from({ length }, (_, at) =>
      shipped(`r${at}`, at === length - 1 ? 'role:member' : check(`rule:r${at + 1}`)),
    )

  test('rejects rules that double at each step', () => {
    const [first] = problemsOf(() => makeRuleBook(chain(30, (next) => `${next} and ${next}`)))
    assert.match(first ?? '', /more than 10000 checks/)
  })

  test('rejects a chain of 100,000 rules, in either direction', () => {
    const rules = chain(100_000, (next) => next)
    for (const input of [rules, rules.toReversed()])
      assert.match(problemsOf(() => makeRuleBook(input))[0] ?? '', /through more than 32 rules/)
  })

  test('the deepest accepted rule evaluates within the stack', () => {
    const deep = (next: string) => `${'(@ and not (! or '.repeat(16)}${next}${'))'.repeat(16)}`
    assert.equal(makeRuleBook(chain(33, deep)).allows('r0', 'project', member, {}), 'allowed')
  })
})
