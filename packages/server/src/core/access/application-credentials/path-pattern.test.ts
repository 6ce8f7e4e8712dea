import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { pathFits } from './path-pattern.ts'

describe('path patterns of access rules', () => {
  const table: readonly (readonly [pattern: string, fits: readonly string[], differs: readonly string[]])[] =
    [
      ['/v3/users', ['/v3/users'], ['/v3/users/1', '/v3/user', '/v3', '', '/V3/users', 'x/v3/users']],
      ['/v3/users/*', ['/v3/users/1', '/v3/users/a.b'], ['/v3/users', '/v3/users/', '/v3/users/1/groups']],
      ['/v3/users/{user_id}/groups', ['/v3/users/1/groups'], ['/v3/users//groups', '/v3/users/1/2/groups']],
      ['/v3/users/**', ['/v3/users/', '/v3/users/1', '/v3/users/1/groups'], ['/v3/users', '/v3/usersx']],
      ['/v3/**/groups', ['/v3/users/1/groups', '/v3//groups'], ['/v3/groups', '/v3/users/1/groups/2']],
      ['/**', ['/', '/v3', '/v3/a/b'], ['', 'v3']],
      ['/v3/image-*', ['/v3/image-1'], ['/v3/image-', '/v3/image-1/2']],
      ['/v3/a.b', ['/v3/a.b'], ['/v3/axb']],
      ['/v3/(a+)+$', ['/v3/(a+)+$'], ['/v3/aaaa']],
      ['/v3/{open', ['/v3/{open'], ['/v3/x', '/v3/open']],
      ['/v3/{}', ['/v3/x'], ['/v3/', '/v3/x/y']],
      ['/v3/***', ['/v3/x', '/v3/x/y'], ['/v3/']],
    ]
  for (const [pattern, fits, differs] of table)
    test(`${pattern}`, () => {
      for (const path of fits) assert.ok(pathFits(pattern, path), path)
      for (const path of differs) assert.ok(!pathFits(pattern, path), path)
    })

  test('without a wildcard matches only itself', () => {
    const plain = fc.string({
      unit: fc.constantFrom('/', 'a', '.', '+', '(', '[', '\\', '^', '$', '|', '?'),
      maxLength: 12,
    })
    fc.assert(fc.property(plain, plain, (pattern, path) => pathFits(pattern, path) === (pattern === path)))
  })

  test('matches like the equivalent regular expression', () => {
    const pattern = fc.array(fc.constantFrom('/', 'a', 'b', '*', '**', '{x}'), { maxLength: 6 })
    const path = fc.string({ unit: fc.constantFrom('/', 'a', 'b'), maxLength: 8 })
    fc.assert(
      fc.property(pattern, path, (pieces, input) => {
        // Three stars in a row are read from the left.
        const text = pieces.join('')
        const same = text.replaceAll(/\*\*|\*|\{x\}/g, (wild) => (wild === '**' ? '.*' : '[^/]+'))
        return pathFits(text, input) === new RegExp(`^${same}$`).test(input)
      }),
      { numRuns: 3000 },
    )
  })

  test('T75: matches in bounded time', { timeout: 60_000 }, () => {
    assert.ok(!pathFits(`/${'**a'.repeat(42)}`, `/${'a'.repeat(1000)}b`))
    assert.ok(!pathFits(`/${'**'.repeat(60)}x`, `/${'a'.repeat(1_000_000)}`))
  })
})
