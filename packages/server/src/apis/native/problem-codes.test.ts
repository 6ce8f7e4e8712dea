import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ProblemCode } from '@muster/contract/native/problem-codes.ts'
import type { DomainErrorKind } from '../../core/kernel/domain-error.ts'
import type { CoreErrorCodes } from '../../core/kernel/error-codes.ts'

/** The reasons of a failed authentication are shown as `authentication_failed` (T72). */
type ShownKind = Exclude<DomainErrorKind, 'unauthenticated'>
/** Errors of operations that only Identity v3 has, which shows no codes. */
type NotShown = 'ancestor_disabled' | 'domain_immutable' | 'project_immutable' | 'role_immutable'
type Difference = {
  [Kind in ShownKind]:
    | Exclude<CoreErrorCodes[Kind], ProblemCode<Kind> | NotShown>
    | Exclude<ProblemCode<Kind>, CoreErrorCodes[Kind]>
}[ShownKind]

test('N16: the contract lists exactly the codes of core, each under its kind', () => {
  // The check is the type: with a difference this does not compile.
  const isSame: [Difference] extends [never] ? true : Difference = true
  assert.ok(isSame)
})
