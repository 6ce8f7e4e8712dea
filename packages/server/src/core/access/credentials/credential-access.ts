import type { Caller } from '../../kernel/caller.ts'
import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { hasAllRolesOf } from '../authority/within-delegation.ts'
import type { Credential, OriginDelegation } from './credential.ts'
import { isEc2, isSignInProof } from './credential-types.ts'

const restricted = (message: string) => domainError('forbidden', 'forbidden_to_delegation', message)

/** The delegation this caller acts by: what it makes carries it. */
export const originDelegationOf = (caller: Caller): OriginDelegation | null => {
  if (caller.kind !== 'known') return null
  const { delegation } = caller.chain
  switch (delegation.kind) {
    case 'none':
      return null
    case 'trust':
      return { kind: 'trust', id: delegation.trustId }
    case 'application_credential':
      return { kind: 'application_credential', id: delegation.id }
    case 'oauth1':
      return { kind: 'access_token', id: delegation.accessTokenId }
  }
}

/**
 * Whether lent authority reaches a credential: those of its one project, and never what proves who somebody is
 * (T09). Authority that was not lent reaches whatever the rules allow.
 */
const canAccessCredential = (
  caller: Caller,
  { projectId, type }: Pick<Credential, 'projectId' | 'type'>,
): boolean => {
  if (caller.kind !== 'known' || caller.chain.delegation.kind === 'none') return true
  return caller.scope.kind === 'project' && caller.scope.projectId === projectId && !isSignInProof(type)
}

export const assertCanAccessCredential = (
  caller: Caller,
  credential: Pick<Credential, 'projectId' | 'type'>,
): void => {
  if (!canAccessCredential(caller, credential))
    throw restricted('Authority that was lent does not reach this credential.')
}

type ReadableCredential = Pick<Credential, 'userId' | 'projectId' | 'type' | 'madeWith'>

/**
 * Whether the caller is shown a credential with its secret. Who reads an EC2 secret signs with it: a delegated caller
 * is shown those made with its own delegation, and others where it has every role that signing with them gives.
 */
export const secretReader = (
  caller: Caller,
  at: Pick<OperationContext, 'stores'>,
): ((credential: ReadableCredential) => Promise<boolean>) => {
  const own = originDelegationOf(caller)
  const known = new Map<string, Promise<boolean>>()
  return async (credential) => {
    const { userId, projectId, type, madeWith } = credential
    if (!canAccessCredential(caller, credential)) return false
    if (own === null || caller.kind !== 'known' || !isEc2(type)) return true
    if (madeWith?.kind === own.kind && madeWith.id === own.id) return true
    // What a trust gives is not among the roles of the user.
    if (madeWith?.kind === 'trust' || projectId === null) return false
    const answer = known.get(userId) ?? hasAllRolesOf(caller, userId, projectId, at)
    known.set(userId, answer)
    return answer
  }
}

export const checkMayReadSecret = async (
  caller: Caller,
  credential: ReadableCredential,
  at: Pick<OperationContext, 'stores'>,
): Promise<void> => {
  if (!(await secretReader(caller, at)(credential)))
    throw restricted('Delegated credentials do not reach this credential.')
}

/** A restricted application credential manages no key, by whatever route (T05). */
export const checkMayManage = (caller: Caller, { type }: Pick<Credential, 'type'>): void => {
  if (caller.kind !== 'known' || !isEc2(type)) return
  const { delegation } = caller.chain
  if (delegation.kind === 'application_credential' && !delegation.unrestricted)
    throw restricted('A restricted application credential may not manage further credentials.')
}

/**
 * Whoever changes a secret can sign with it: lent authority changes only keys that are bound to itself, or a key
 * of its user's full authority could be taken over (T01).
 */
export const checkMayChangeSecret = (caller: Caller, { type, madeWith }: Credential): void => {
  const own = originDelegationOf(caller)
  if (own === null || !isEc2(type)) return
  if (madeWith?.kind !== own.kind || madeWith.id !== own.id)
    throw restricted('Authority that was lent changes only the keys that were made with it.')
}
