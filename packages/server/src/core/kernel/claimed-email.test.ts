import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { claimedAsTyped, claimedEmail, claimStillHolds } from './claimed-email.ts'
import { DomainError } from './domain-error.ts'

const fullwidthAt = '\uff20'
const smallAt = '\ufe6b'

describe('claimed email addresses', () => {
  const folded: readonly (readonly [given: string, claimed: string, about: string])[] = [
    ['ann@example.com', 'ann@example.com', 'as it is'],
    ['  Ann.Lee+muster@Example.COM ', 'ann.lee+muster@example.com', 'spaces around it and case'],
    ['\uff21nn@example.com', 'ann@example.com', 'a fullwidth letter'],
    ['ann@example\uff0ecom', 'ann@example.com', 'a fullwidth full stop'],
    ['e\u0301va@example.com', '\u00e9va@example.com', 'a combined accent'],
    ['\ufb01nn@example.com', 'finn@example.com', 'a ligature'],
    ['ann@B\u00fccher.example', 'ann@xn--bcher-kva.example', 'a domain with an umlaut'],
    ['ann@xn--bcher-kva.example', 'ann@xn--bcher-kva.example', 'the same domain in ASCII'],
    ['ann@localhost', 'ann@localhost', 'a host without dots'],
    [
      "o'brien!#$%&*/=?^_`{|}~-@example.com",
      "o'brien!#$%&*/=?^_`{|}~-@example.com",
      'every character of an atom',
    ],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`, 'the longest local part'],
  ]
  for (const [input, claimed, about] of folded)
    test(`T63: is normalized: ${about}`, () => assert.equal(claimedEmail(input).claimed, claimed))

  test('the display form keeps the input except for Unicode normalization', () => {
    assert.equal(claimedEmail(' Ann@B\u00fccher.Example').shown, 'Ann@B\u00fccher.Example')
    assert.equal(claimedEmail('\uff21nn@example.com').shown, 'Ann@example.com')
  })

  test('P11: mail is sent to the address as typed, with the domain in ASCII and lower case', () => {
    for (const [input, mailed] of [
      ['Grace.Hopper@Example.org', 'Grace.Hopper@example.org'],
      [' ANN@B\u00fccher.Example', 'ANN@xn--bcher-kva.example'],
      ['\uff21nn@example.com', 'Ann@example.com'],
      ['ann@example.com', 'ann@example.com'],
    ] as const) {
      assert.equal(claimedEmail(input).mailed, mailed)
      assert.equal(claimedEmail(mailed).claimed, claimedEmail(input).claimed)
    }
  })

  const rejected: readonly (readonly [given: string, code: string, about: string])[] = [
    [`ann${fullwidthAt}example.com`, 'email_malformed', 'a fullwidth @ alone'],
    [`ann${smallAt}example.com`, 'email_malformed', 'a small @ alone'],
    [`ann@example.com${fullwidthAt}evil.example`, 'email_malformed', 'a second @ that only looks like one'],
    ['ann@example.com@evil.example', 'email_malformed', 'two of them'],
    ['example.com', 'email_malformed', 'none'],
    ['@example.com', 'email_malformed', 'nothing before it'],
    ['ann@', 'email_malformed', 'nothing behind it'],
    ['', 'email_malformed', 'nothing at all'],
    ['ann@example.com\r\nBcc: eve@evil.example', 'email_unprintable', 'a line end and a header'],
    ['ann\n@example.com', 'email_unprintable', 'a line feed'],
    ['ann@example.com\r', 'email_unprintable', 'a carriage return at the end'],
    ['ann\u2028@example.com', 'email_unprintable', 'a line separator'],
    ['ann\u0000@example.com', 'email_unprintable', 'NUL'],
    ['a nn@example.com', 'email_unprintable', 'a space'],
    ['ann\u00a0@example.com', 'email_unprintable', 'a no-break space'],
    ['an\u200bn@example.com', 'email_unprintable', 'a zero-width space'],
    ['\u202eann@example.com', 'email_unprintable', 'a bidirectional override'],
    ['\ud800@example.com', 'email_unprintable', 'a lone surrogate'],
    ['"ann"@example.com', 'email_malformed', 'quoted text'],
    ['ann(comment)@example.com', 'email_malformed', 'a comment'],
    ['<ann@example.com>', 'email_malformed', 'angle brackets'],
    ['ann,eve@example.com', 'email_malformed', 'a comma'],
    ['ann;eve@example.com', 'email_malformed', 'a semicolon'],
    ['.ann@example.com', 'email_malformed', 'a dot in front'],
    ['a..nn@example.com', 'email_malformed', 'two dots'],
    ['ann@example..com', 'email_malformed', 'an empty label'],
    ['ann@-example.com', 'email_malformed', 'a label that begins with a hyphen'],
    ['ann@example.com.', 'email_malformed', 'a dot at the end'],
    ['ann@[127.0.0.1]', 'email_malformed', 'an address literal'],
    ['ann@127.0.0.1', 'email_malformed', 'an IPv4 address'],
    ['ann@0x7f', 'email_malformed', 'an IPv4 address in hexadecimal'],
    ['ann@exam%70le.com', 'email_malformed', 'percent signs in the domain'],
    ['ann@example.com/path', 'email_malformed', 'a path'],
    ['ann@example.com:25', 'email_malformed', 'a port'],
    [`${'a'.repeat(65)}@example.com`, 'email_too_long', 'a local part too long'],
    [
      `a@${'b'.repeat(62)}.${'b'.repeat(62)}.${'b'.repeat(62)}.${'b'.repeat(62)}.example`,
      'email_too_long',
      'all of it too long',
    ],
    ['a'.repeat(1_000_000), 'email_too_long', 'a megabyte'],
  ]
  for (const [input, code, about] of rejected)
    test(`T63: is rejected: ${about}`, () =>
      assert.throws(
        () => claimedEmail(input),
        (thrown) =>
          thrown instanceof DomainError &&
          thrown.kind === 'invalid' &&
          thrown.code === code &&
          thrown.details['field'] === 'email',
      ))

  test('T63: normalization is idempotent', () => {
    const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    let accepted = 0
    fc.assert(
      fc.property(part, part, (local, domain) => {
        let claimed: string
        try {
          claimed = claimedEmail(`${local}@${domain}`).claimed
        } catch (thrown) {
          return thrown instanceof DomainError
        }
        accepted++
        return claimedEmail(claimed).claimed === claimed && /^[^@\s\p{C}]+@[a-z0-9.-]+$/u.test(claimed)
      }),
      { numRuns: 2000 },
    )
    assert.ok(accepted > 0)
  })
})

test('T62: a claim covers other spellings of the address, and nothing else', () => {
  assert.ok(claimStillHolds('ann@example.com', 'Ann@EXAMPLE.com'))
  assert.ok(!claimStillHolds('ann@example.com', 'eve@example.com'))
  assert.ok(!claimStillHolds('ann@example.com', 'not an address'))
  assert.ok(!claimStillHolds(null, 'ann@example.com'))
})

test('P11: the address of a user is as typed while the claim holds, otherwise the claim', () => {
  const of = (email: string | null, claimed: string | null) =>
    claimedAsTyped({ email, claimedEmail: claimed })
  assert.equal(of('Ann@Example.com', 'ann@example.com'), 'Ann@Example.com')
  assert.equal(of('eve@example.com', 'ann@example.com'), 'ann@example.com')
  assert.equal(of(null, 'ann@example.com'), 'ann@example.com')
  assert.equal(of('ann@example.com', null), null)
})
