import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ProblemCode } from '@muster/contract/native/problem-codes.ts'
import type { DomainErrorKind } from '../../core/kernel/domain-error.ts'
import type { CoreErrorCodes } from '../../core/kernel/error-codes.ts'

/** The reasons of a failed authentication are shown as `authentication_failed` (T72). */
type ShownKind = Exclude<DomainErrorKind, 'unauthenticated'>
/** Errors of operations that only Identity v3 has, which shows no codes. */
type NotShown =
  | 'ancestor_disabled'
  | 'domain_immutable'
  | 'federated_groups_too_many'
  | 'federated_link_invalid'
  | 'federated_projects_too_many'
  | 'federated_system_scope'
  | 'federated_user_linked'
  | 'identity_provider_disabled'
  | 'identity_provider_unavailable'
  | 'origin_missing'
  | 'project_immutable'
  | 'protocol_without_mapping'
  | 'remote_id_attribute_missing'
  | 'remote_id_unknown'
  | 'role_immutable'
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
