import assert from 'node:assert/strict'
import { test } from 'node:test'
import { missingFactors } from './multi-factor.ts'

const known = ['password', 'token', 'totp', 'application_credential']
const missing = (rules: string[][] | undefined, completed: string[], enabled?: boolean) =>
  missingFactors(
    {
      ...(rules ? { multi_factor_auth_rules: rules } : {}),
      ...(enabled === undefined ? {} : { multi_factor_auth_enabled: enabled }),
    },
    completed,
    known,
  )

const both = [['password', 'totp']]

test('T64: sets of methods that satisfy a rule', () => {
  const enough: readonly (readonly [string[][] | undefined, string[], boolean?])[] = [
    [undefined, ['password']],
    [[], ['password']],
    [both, ['password', 'totp']],
    [both, ['totp', 'password']],
    [both, ['password', 'totp', 'token']],
    [[...both, ['password']], ['password']],
    [[['application_credential'], ...both], ['application_credential']],
    [both, ['password'], false],
    // The server lacks some or all of these methods: a setting never locks a user out.
    [[['webauthn']], ['password']],
    [[['webauthn'], ['u2f', 'x509']], ['totp']],
    [[['password', 'webauthn']], ['password']],
  ]
  for (const [rules, completed, enabled] of enough)
    assert.equal(missing(rules, completed, enabled), undefined, `${JSON.stringify(rules)} ${completed}`)
})

test('T64: sets of methods that satisfy no rule, and the rules they belong to', () => {
  const short: readonly (readonly [string[][], string[], string[][], boolean?])[] = [
    [both, ['password'], both],
    [both, ['totp'], both],
    [both, ['password'], both, true],
    [both, ['token'], []],
    [both, ['application_credential'], []],
    [both, [], []],
    [both, ['password', 'password'], both],
    [
      [...both, ['token', 'totp']],
      ['password', 'token'],
      [...both, ['token', 'totp']],
    ],
    [[...both, ['token', 'totp']], ['password'], both],
    [[['password', 'totp', 'webauthn']], ['password'], both],
    [[['webauthn'], ['totp']], ['password'], []],
  ]
  for (const [rules, completed, required, enabled] of short)
    assert.deepEqual(missing(rules, completed, enabled), required, `${JSON.stringify(rules)} ${completed}`)
})

test('T64: a proper subset of a rule never suffices unless it satisfies another rule', () => {
  const subsets = <T>(of: readonly T[]): T[][] =>
    of.reduce<T[][]>((all, one) => all.concat(all.map((some) => some.concat([one]))), [[]])
  const rules = subsets(known).filter((rule) => rule.length > 0)
  for (const one of rules)
    for (const other of rules)
      for (const completed of subsets(known)) {
        const meets = (rule: readonly string[]) => rule.every((method) => completed.includes(method))
        const answer = missing([one, other], completed)
        assert.equal(answer === undefined, meets(one) || meets(other), `${one} | ${other}: ${completed}`)
      }
})
