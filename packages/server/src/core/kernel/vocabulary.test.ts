import assert from 'node:assert/strict'
import { test } from 'node:test'
import { domainError, notFound } from './domain-error.ts'
import type { CacheKey } from './events/cache-key.ts'
import type { EventKind } from './events/event-kinds.ts'
import { query } from './operation.ts'

const read = () => undefined

test('misspelled names of the vocabulary do not compile', () => {
  const misspelled = [
    // @ts-expect-error: no such rule
    () => query({ rule: 'identity:creat_user', read }),
    // @ts-expect-error: rules that only other rules refer to authorise no operation
    () => query({ rule: 'admin_required', read }),
    // @ts-expect-error: exactly one of access and rule
    () => query({ access: 'public', rule: 'identity:create_user', read }),
    // @ts-expect-error: one of access, rule and rules is required
    () => query({ read }),
    // @ts-expect-error: the chosen rule is not listed
    () => query({ rules: { any: ['identity:get_role'], choose: () => 'identity:get_user' }, read }),
    // @ts-expect-error: no such code
    () => domainError('invalid', 'name_blnk', ''),
    // @ts-expect-error: a code of another kind
    () => domainError('conflict', 'name_blank', ''),
    // @ts-expect-error: no such noun
    () => notFound('usr', ''),
    // @ts-expect-error: no such event
    (): EventKind => 'user.delete',
    // @ts-expect-error: no such cache key
    (): CacheKey => 'usr:1',
  ]
  assert.equal(misspelled.length, 10)
})
