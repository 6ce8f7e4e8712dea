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

describe('T28: no request passes by a rule that does not exist', () => {
  const book = makeRuleBook(allRules)

  test('asking throws, also for names that every object has', () => {
    for (const name of ['identity:no_such_rule', '', 'constructor', '__proto__'])
      assert.throws(() => book.allows(name, 'system', admin, {}), /there is no such rule/)
  })

  test('boot names everything that operations rely on and nobody wrote', () => {
    book.mustHave(['identity:create_user', 'owner'])
    assert.deepEqual(
      problemsOf(() => book.mustHave(['identity:get_user', 'muster:a', 'muster:b', 'muster:a'])),
      ['muster:a', 'muster:b'].map((name) => `${name}: an operation relies on it, but there is no such rule`),
    )
  })

  test('an alias of the operator is no rule to ask for', () => {
    const aliased = makeRuleBook([shipped('a', '@')], { a: 'rule:mine', mine: 'role:member' })
    assert.deepEqual([...aliased.names], ['a'])
    assert.throws(() => aliased.allows('mine', 'project', member, {}), /there is no such rule/)
  })
})

describe('scopes', () => {
  const book = makeRuleBook([{ ...shipped('a', '@'), scopes: ['system', 'project'] }], { a: 'role:admin' })
  test('are judged first, and an override leaves them as they are', () => {
    assert.equal(book.allows('a', 'domain', admin, {}), 'forbidden')
    assert.equal(book.allows('a', 'system', admin, {}), 'allowed')
    assert.equal(book.allows('a', 'project', admin, {}), 'allowed')
    assert.equal(book.allows('a', 'project', member, {}), 'forbidden')
  })
})

describe('overrides', () => {
  test('reach every rule that refers to the overridden one', () => {
    const book = makeRuleBook(allRules, { admin_required: 'role:member' })
    assert.equal(book.allows('identity:create_domain', 'project', member, {}), 'allowed')
    assert.equal(book.allows('identity:create_domain', 'project', admin, {}), 'forbidden')
  })

  test('may bring aliases of their own, in the old form of lists as well', () => {
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

  test('may not name what is neither shipped nor referred to', () => {
    assert.deepEqual(
      problemsOf(() => makeRuleBook(allRules, { 'identity:creat_user': '!', self: 'rule:self' })),
      [
        'self@0: refers to itself: self → self',
        'identity:creat_user: there is no such rule to override, and no rule refers to it',
        'self: there is no such rule to override, and no rule refers to it',
      ],
    )
  })
})

describe('everything wrong with a set of rules is said at once', () => {
  test('unreadable, undefined and circular rules, each with its place', () => {
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

  test('two branches that meet again are no circle', () => {
    const rules = [
      shipped('a', 'rule:b and rule:c'),
      shipped('b', 'rule:d'),
      shipped('c', 'rule:d'),
      shipped('d', '@'),
    ]
    assert.equal(makeRuleBook(rules).allows('a', 'project', member, {}), 'allowed')
  })
})

describe('T75: rules that refer to rules stay cheap to answer', () => {
  const chain = (length: number, check: (next: string) => string) =>
    Array.from({ length }, (_, at) =>
      shipped(`r${at}`, at === length - 1 ? 'role:member' : check(`rule:r${at + 1}`)),
    )

  test('doubling at each step is refused', () => {
    const [first] = problemsOf(() => makeRuleBook(chain(30, (next) => `${next} and ${next}`)))
    assert.match(first ?? '', /more than 10000 checks/)
  })

  test('a chain of 100,000 rules is refused, from whichever end it is read', () => {
    const rules = chain(100_000, (next) => next)
    for (const input of [rules, rules.toReversed()])
      assert.match(problemsOf(() => makeRuleBook(input))[0] ?? '', /through more than 32 rules/)
  })

  test('the deepest that is accepted answers within the stack', () => {
    const deep = (next: string) => `${'(@ and not (! or '.repeat(16)}${next}${'))'.repeat(16)}`
    assert.equal(makeRuleBook(chain(33, deep)).allows('r0', 'project', member, {}), 'allowed')
  })
})
