import type { Caller } from '../../kernel/caller.ts'
import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { hasAllRolesOf } from '../authority/within-delegation.ts'
import type { Credential, OriginDelegation } from './credential.ts'
import { isEc2, isTotpSeed } from './credential-types.ts'

const restricted = (message: string) => domainError('forbidden', 'forbidden_to_delegation', message)

/** The caller's delegation, which is stored with every EC2 key that the caller creates. */
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
 * Whether the caller's delegation permits access to a credential: a delegated caller may access credentials of its own
 * project, and never TOTP seeds (T09). Without a delegation the rules alone decide.
 */
const canAccessCredential = (
  caller: Caller,
  { projectId, type }: Pick<Credential, 'projectId' | 'type'>,
): boolean => {
  if (caller.kind !== 'known' || caller.chain.delegation.kind === 'none') return true
  return caller.scope.kind === 'project' && caller.scope.projectId === projectId && !isTotpSeed(type)
}

export const assertCanAccessCredential = (
  caller: Caller,
  credential: Pick<Credential, 'projectId' | 'type'>,
): void => {
  if (!canAccessCredential(caller, credential))
    throw restricted(
      'Delegated credentials can access only credentials of their own project, and no TOTP seeds.',
    )
}

type ReadableCredential = Pick<Credential, 'userId' | 'projectId' | 'type' | 'madeWith'>

/**
 * Whether the caller may read a credential with its secret. An EC2 secret can be used to sign, so a delegated caller may
 * read keys made with its own delegation, and other keys only where it holds every role that a signature with them gives.
 */
export const secretReader = (
  caller: Caller,
  at: Pick<OperationContext, 'stores' | 'now'>,
): ((credential: ReadableCredential) => Promise<boolean>) => {
  const own = originDelegationOf(caller)
  const known = new Map<string, Promise<boolean>>()
  return async (credential) => {
    const { userId, projectId, type, madeWith } = credential
    if (!canAccessCredential(caller, credential)) return false
    if (own === null || caller.kind !== 'known' || !isEc2(type)) return true
    if (madeWith?.kind === own.kind && madeWith.id === own.id) return true
    // The roles of a trust are not among the roles of the key's user.
    if (madeWith?.kind === 'trust' || projectId === null) return false
    const answer = known.get(userId) ?? hasAllRolesOf(caller, userId, projectId, at)
    known.set(userId, answer)
    return answer
  }
}

export const checkMayReadSecret = async (
  caller: Caller,
  credential: ReadableCredential,
  at: Pick<OperationContext, 'stores' | 'now'>,
): Promise<void> => {
  if (!(await secretReader(caller, at)(credential)))
    throw restricted('The secret of this credential cannot be read with these delegated credentials.')
}

/** Rejects with `forbidden` when a restricted application credential manages EC2 keys (T05). */
export const checkMayManage = (caller: Caller, { type }: Pick<Credential, 'type'>): void => {
  if (caller.kind !== 'known' || !isEc2(type)) return
  const { delegation } = caller.chain
  if (delegation.kind === 'application_credential' && !delegation.unrestricted)
    throw restricted('A restricted application credential cannot manage other credentials.')
}

/**
 * Rejects with `forbidden` when a delegated caller changes an EC2 key that was not made with its own delegation: it could
 * take over a key with the full authority of its user (T01).
 */
export const checkMayChangeSecret = (caller: Caller, { type, madeWith }: Credential): void => {
  const own = originDelegationOf(caller)
  if (own === null || !isEc2(type)) return
  if (madeWith?.kind !== own.kind || madeWith.id !== own.id)
    throw restricted('Delegated credentials can change only the EC2 keys that were created with them.')
}
