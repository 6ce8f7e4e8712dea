import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Lookup, RuleInput } from './compile-rule.ts'
import { ruleCredentials } from './credentials.ts'
import { parseRule } from './parse-rule.ts'
import type { RuleText } from './read-rule.ts'
import { isRuleError } from './rule-error.ts'

const noRules: Lookup = (name) => assert.fail(`asked for rule ${name}`)
const ask = (text: RuleText, input: Partial<RuleInput>): boolean =>
  parseRule(text)({ credentials: { roles: [] }, target: {}, ...input }, noRules)
const withRoles = (...roles: string[]): Partial<RuleInput> => ({ credentials: ruleCredentials({ roles }) })

const problemOf = (text: RuleText, name = 'some_rule') => {
  try {
    parseRule(text, name)
  } catch (thrown) {
    assert.ok(isRuleError(thrown), String(thrown))
    const [problem] = thrown.problems
    assert.ok(problem)
    return { ...problem, shown: thrown.message }
  }
  return assert.fail(`accepted ${JSON.stringify(text)}`)
}

type Truth = (a: boolean, b: boolean, c: boolean, d: boolean) => boolean
const precedence: readonly (readonly [string, Truth])[] = [
  ['role:a or role:b and role:c', (a, b, c) => a || (b && c)],
  ['role:a and role:b or role:c', (a, b, c) => (a && b) || c],
  ['role:a and role:b or role:c and role:d', (a, b, c, d) => (a && b) || (c && d)],
  ['role:a or role:b and role:c or role:d', (a, b, c, d) => a || (b && c) || d],
  ['role:a or role:b and role:c and role:d', (a, b, c, d) => a || (b && c && d)],
  ['(role:a or role:b) and role:c', (a, b, c) => (a || b) && c],
  ['role:a and (role:b or role:c) and role:d', (a, b, c, d) => a && (b || c) && d],
  ['not role:a and role:b', (a, b) => !a && b],
  ['not role:a or role:b', (a, b) => !a || b],
  ['not (role:a and role:b) or role:c', (a, b, c) => !(a && b) || c],
  ['role:a and not role:b and role:c', (a, b, c) => a && !b && c],
  ['role:a or not role:b and role:c', (a, b, c) => a || (!b && c)],
  ['not not role:a', (a) => a],
  ['NOT role:a AND role:b Or role:c', (a, b, c) => (!a && b) || c],
  ['((role:a) and\n\t( role:b ))', (a, b) => a && b],
]

describe('precedence, with every combination of four roles', () => {
  for (const [text, truth] of precedence)
    test(JSON.stringify(text), () => {
      const check = parseRule(text)
      for (let bits = 0; bits < 16; bits++) {
        const has = [1, 2, 4, 8].map((bit) => (bits & bit) !== 0) as Parameters<Truth>
        const roles = ['a', 'b', 'c', 'd'].filter((_, at) => has[at])
        assert.equal(check({ credentials: { roles }, target: {} }, noRules), truth(...has), roles.join())
      }
    })
})

const target = {
  user_id: 'u1',
  target: {
    user: { id: 'u1', domain_id: 'd1', enabled: true },
    role: { name: 'Member' },
    limit: { count: 3 },
  },
}
const credentials = ruleCredentials({
  user_id: 'u1',
  user_domain_id: 'd1',
  domain_id: 'd1',
  trustor_id: 'u9',
  trust_id: 't1',
  is_admin_project: true,
  roles: ['MEMBER'],
})

describe('single checks', () => {
  const holds: readonly RuleText[] = [
    '',
    '@',
    'role:member',
    'role:Member',
    'role:%(target.role.name)s',
    'roles:member',
    'user_id:%(user_id)s',
    'user_id:u1',
    'token.user.id:%(target.user.id)s',
    'token.domain.id:%(target.user.domain_id)s',
    'trust.trustor_id:u9',
    'trust_id:t1',
    'is_admin_project:True',
    'project_id:None',
    "'Member':%(target.role.name)s",
    '"Member":%(target.role.name)s',
    'True:%(target.user.enabled)s',
    '3:%(target.limit.count)s',
    "'u1@d1':%(user_id)s@%(target.user.domain_id)s",
    "'100%':100%%",
    'None:None',
    [],
    [['role:member']],
    ['role:other', 'role:member'],
    [['role:other'], ['role:member', 'user_id:%(user_id)s']],
  ]
  const fails: readonly RuleText[] = [
    '!',
    'role:admin',
    'role:%(target.role.absent)s',
    'user_id:%(absent)s',
    'user_id:U1',
    'domain_id:None',
    'token.project.id:None',
    'system:None',
    'is_admin:1',
    'system_scope:all',
    "'member':%(target.role.name)s",
    'False:%(target.user.enabled)s',
    "'x':%(target.user)s",
    [[]],
    [['role:member', 'role:admin']],
  ]
  for (const text of holds)
    test(`${JSON.stringify(text)} holds`, () => assert.equal(ask(text, { credentials, target }), true))
  for (const text of fails)
    test(`${JSON.stringify(text)} fails`, () => assert.equal(ask(text, { credentials, target }), false))

  test('system holds for a system-scoped caller only', () => {
    assert.equal(ask('system:all', { credentials: { system_scope: 'all', roles: [] } }), true)
    assert.equal(ask('system:all', withRoles('admin')), false)
  })
})

describe('rejects invalid rules with their position', () => {
  const rejected: readonly (readonly [RuleText, number, RegExp])[] = [
    ['admin_required', 0, /not a check/],
    ['role:a role:b', 7, /"and" or "or" is missing before "role:b"/],
    ['role:a and', 10, /ends where a check is expected/],
    ['role:a and or role:b', 11, /"or" stands where a check is expected/],
    ['or role:a', 0, /"or" stands/],
    ['(role:a', 0, /not closed/],
    ['role:a )', 7, /closes nothing/],
    ['()', 1, /"\)" stands/],
    ['   ', 3, /ends where/],
    ['not(role:a)', 0, /spaces around the parentheses/],
    ['role:a)or(role:b', 0, /spaces around the parentheses/],
    ["'role:a'", 0, /not an attribute/],
    ['role:a or "x"', 10, /not a check/],
    ['role:a or user_idd:%(user_id)s', 10, /"user_idd" is not an attribute of the caller; use role, user_id/],
    ['role:a or http://example.org/%(user_id)s', 10, /http: checks are not supported/],
    ['https://example.org', 0, /https: checks are not supported/],
    ['role:', 0, /nothing follows the colon/],
    ['rule:', 0, /nothing follows the colon/],
    ['user_id:%(user_id)d', 8, /only %\(name\)s and %%/],
    ['user_id:%(user_id', 0, /spaces around/],
    ['user_id:50%', 10, /only %\(name\)s/],
    ['user_id:%()s', 8, /empty part/],
    ['user_id:%(target..id)s', 8, /empty part/],
    ['role:a\u0000b', 0, /control characters/],
    ["'a\\'b':%(user_id)s", 0, /not an attribute/],
    ['01:%(user_id)s', 0, /not an attribute/],
    [[['role:a', 'not role:b']], 0, /not an attribute/],
    [['role:a', ['role:b', '']], 0, /not a check/],
    [null as unknown as string, 0, /use "@" to allow every caller/],
    [[[7]] as unknown as string[], 0, /only texts/],
  ]
  for (const [text, at, message] of rejected)
    test(JSON.stringify(text), () => {
      const problem = problemOf(text)
      assert.match(problem.message, message)
      assert.equal(problem.at, at)
      assert.match(problem.shown, new RegExp(`rule "some_rule" at character ${at}: `))
    })
})

describe('T75: hostile rules are rejected in linear time without exhausting the stack', () => {
  const hostile: Record<string, string> = {
    'a megabyte of parentheses': '('.repeat(1_000_000),
    'a megabyte of checks': 'role:a or '.repeat(100_000),
    '100,000 parentheses deep': `${'('.repeat(100_000)}role:a${')'.repeat(100_000)}`,
    '100,000 nots': `${'not '.repeat(100_000)}role:a`,
    'as many parentheses as fit': `${'('.repeat(30_000)}role:a${')'.repeat(30_000)}`,
    'as many nots as fit': `${'not '.repeat(16_000)}role:a`,
    'placeholders never closed': `user_id:${'%(a'.repeat(20_000)}`,
    'percent signs': `user_id:${'%'.repeat(60_001)}`,
    'one endless quote': `'${'a'.repeat(60_000)}:x`,
  }
  // A parser with backtracking would not terminate in practice; the timeout only ends the test.
  for (const [title, text] of Object.entries(hostile))
    test(title, { timeout: 60_000 }, () => {
      assert.match(problemOf(text).shown, /rule "some_rule"/)
    })

  test('the message does not repeat the rule text', () => {
    assert.ok(problemOf(`x${'y'.repeat(60_000)}`, 'n'.repeat(60_000)).shown.length < 1000)
  })

  test('a long flat rule is parsed and evaluated', () => {
    assert.equal(ask(`${'role:a or '.repeat(6_000)}role:b`, withRoles('b')), true)
  })
})
