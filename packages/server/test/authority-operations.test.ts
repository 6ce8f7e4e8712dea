import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isProtected } from '../src/core/access/authority/protected-targets.ts'
import type { Delegation } from '../src/core/kernel/caller.ts'
import type { RuleName } from '../src/core/kernel/rules/defaults/all.ts'
import { isRestricted } from '../src/core/kernel/rules/delegation-restrictions.ts'
import { authority, contracts, plain } from './authority-operations.ts'
import { callerAs } from './test-core.ts'

test('S2: every write of every contract is classified as yielding, restoring or extending a secret or a right, or not', () => {
  for (const [api, contract] of Object.entries(contracts)) {
    const writes = Object.entries(contract).flatMap(([name, { method }]) =>
      method === 'GET' || method === 'HEAD' ? [] : [name],
    )
    const classified = [...(authority[api] ?? []), ...(plain[api] ?? [])]
    assert.deepEqual(classified.toSorted(), writes.toSorted(), `${api}: classify each once in this file`)
  }
})

const delegations = {
  trust: { kind: 'trust', trustId: 't', trustorId: 'a', trusteeId: 'b' },
  oauth1: { kind: 'oauth1', accessTokenId: 'o', consumerId: 'c' },
  restricted: { kind: 'application_credential', id: 'k', unrestricted: false },
  unrestricted: { kind: 'application_credential', id: 'k', unrestricted: true },
} as const satisfies Readonly<Record<string, Delegation>>

/** For each rule of operations that yield or restore a secret of the own user: the delegations it rejects. */
const closedTo: Readonly<Partial<Record<RuleName, readonly (keyof typeof delegations)[]>>> = {
  'muster:create_api_key': ['trust', 'oauth1', 'restricted'],
  'muster:rotate_api_key': ['trust', 'oauth1', 'restricted'],
  'muster:update_api_key': ['trust', 'oauth1', 'restricted'],
  'identity:create_application_credential': ['trust', 'oauth1', 'restricted'],
  'identity:create_domain_config': ['trust', 'oauth1', 'restricted'],
  'identity:update_domain_config': ['trust', 'oauth1', 'restricted'],
  'identity:create_trust': ['oauth1', 'restricted', 'unrestricted'],
  'identity:authorize_request_token': ['trust', 'oauth1', 'restricted', 'unrestricted'],
  'identity:ec2_create_credential': ['restricted'],
  'identity:create_identity_provider': ['trust', 'oauth1', 'restricted'],
  'identity:update_identity_provider': ['trust', 'oauth1', 'restricted'],
  'identity:create_protocol': ['trust', 'oauth1', 'restricted'],
  'identity:update_protocol': ['trust', 'oauth1', 'restricted'],
  'identity:create_mapping': ['trust', 'oauth1', 'restricted'],
  'identity:update_mapping': ['trust', 'oauth1', 'restricted'],
  'muster:set_own_password': ['trust', 'oauth1', 'restricted', 'unrestricted'],
}

test('S2: operations that yield a secret of the own user are restricted for each delegation that could exceed itself', () => {
  for (const rule of Object.keys(closedTo) as RuleName[])
    for (const [name, delegation] of Object.entries(delegations)) {
      const caller = callerAs({ roles: ['admin'] })
      const delegated = { ...caller, chain: { ...caller.chain, delegation } }
      assert.equal(
        isRestricted(delegated, rule),
        closedTo[rule]?.some((one) => one === name),
        `${rule} by ${name}`,
      )
      assert.equal(isRestricted(caller, rule), false, `${rule} without delegation`)
    }
})

test('S2: operations that yield or restore a secret of another user check the access of that user', () => {
  for (const rule of [
    'identity:update_user',
    'muster:send_recovery',
    'muster:invite_user',
    'muster:create_api_key',
    'muster:rotate_api_key',
    'muster:update_api_key',
    'identity:add_user_to_group',
  ] satisfies RuleName[])
    assert.ok(isProtected(rule), rule)
})
