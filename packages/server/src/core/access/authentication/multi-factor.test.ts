import assert from 'node:assert/strict'
import { test } from 'node:test'
import { missingFactors } from './multi-factor.ts'

const known = ['password', 'token', 'totp', 'application_credential']
const asked = (rules: string[][] | undefined, proved: string[], enabled?: boolean) =>
  missingFactors(
    {
      ...(rules ? { multi_factor_auth_rules: rules } : {}),
      ...(enabled === undefined ? {} : { multi_factor_auth_enabled: enabled }),
    },
    proved,
    known,
  )

const both = [['password', 'totp']]

test('T64: which methods are enough, rule by rule', () => {
  const enough: readonly (readonly [string[][] | undefined, string[], boolean?])[] = [
    [undefined, ['password']],
    [[], ['password']],
    [both, ['password', 'totp']],
    [both, ['totp', 'password']],
    [both, ['password', 'totp', 'token']],
    [[...both, ['password']], ['password']],
    [[['application_credential'], ...both], ['application_credential']],
    [both, ['password'], false],
    // The server has none of these, or not all: a setting never locks anybody out.
    [[['webauthn']], ['password']],
    [[['webauthn'], ['u2f', 'x509']], ['totp']],
    [[['password', 'webauthn']], ['password']],
  ]
  for (const [rules, proved, enabled] of enough)
    assert.equal(asked(rules, proved, enabled), undefined, `${JSON.stringify(rules)} ${proved}`)
})

test('T64: which methods are not enough, and which rules they are a part of', () => {
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
  for (const [rules, proved, required, enabled] of short)
    assert.deepEqual(asked(rules, proved, enabled), required, `${JSON.stringify(rules)} ${proved}`)
})

test('T64: whatever the rules, no proper part of a rule is enough where no other rule is met', () => {
  const subsets = <T>(of: readonly T[]): T[][] =>
    of.reduce<T[][]>((all, one) => all.concat(all.map((some) => some.concat([one]))), [[]])
  const rules = subsets(known).filter((rule) => rule.length > 0)
  for (const one of rules)
    for (const other of rules)
      for (const proved of subsets(known)) {
        const meets = (rule: readonly string[]) => rule.every((method) => proved.includes(method))
        const answer = asked([one, other], proved)
        assert.equal(answer === undefined, meets(one) || meets(other), `${one} | ${other}: ${proved}`)
      }
})
