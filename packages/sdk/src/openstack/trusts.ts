import type { Send } from './api.ts'
import { type Creatable, defineNoun, makeCollection, type Readable, readObject } from './collection.ts'
import {
  asArray,
  type Extra,
  listOf,
  plain,
  type Ref,
  readOnly,
  readOnlyTime,
  reference,
  time,
} from './fields.ts'
import { type Role, roleNoun } from './roles.ts'

/** Roles of one user, the trustor, that another user, the trustee, may use. */
export type Trust = {
  readonly id: string
  readonly trustorUserId: string
  readonly trusteeUserId: string
  /** Whether tokens of the trust have the trustor as their user. */
  readonly impersonation: boolean
  readonly projectId?: string | null
  /** Absent in lists. */
  readonly roles?: readonly Role[]
  /** Null: the trust does not expire. */
  readonly expiresAt?: Date | null
  /** How many more tokens the trustee can get; null: no limit. */
  readonly remainingUses?: number | null
  /** How many times in a row the trust can be redelegated. */
  readonly redelegationCount?: number | null
  readonly redelegatedTrustId?: string | null
  readonly deletedAt?: Date | null
  readonly rolesLinks?: object
  readonly links?: { readonly self: string }
  /** Additional attributes. */
  readonly extra: Extra
}

export type NewTrust = {
  /** The user of the token. */
  readonly trustorUserId: Ref
  readonly trusteeUserId: Ref
  readonly impersonation: boolean
  readonly projectId?: Ref | null | undefined
  /** Roles of the trustor on the project, as objects, or by id or name: `[{ name: 'member' }]`. */
  readonly roles?: readonly (Ref | { readonly name: string })[] | undefined
  readonly expiresAt?: Date | null | undefined
  readonly remainingUses?: number | null | undefined
  readonly allowRedelegation?: boolean | undefined
  readonly redelegationCount?: number | undefined
  readonly extra?: Extra | undefined
}

export type TrustQuery = {
  readonly trustorUserId?: Ref | undefined
  readonly trusteeUserId?: Ref | undefined
}

const readRoles = (value: unknown, name: string) =>
  asArray(value, name).map((role) => readObject<Role>(roleNoun, role))

const writeRoles = (value: unknown, argument: string) =>
  (listOf(value, argument) as NonNullable<NewTrust['roles']>).map((role) => {
    if (typeof role === 'string') return { id: role }
    return 'id' in role ? { id: role.id } : { name: role.name }
  })

export const trustNoun = defineNoun({
  name: 'trust',
  path: '/OS-TRUST/trusts',
  fields: {
    trustorUserId: reference,
    trusteeUserId: reference,
    impersonation: plain,
    projectId: reference,
    roles: { read: readRoles, write: writeRoles },
    expiresAt: time,
    remainingUses: plain,
    allowRedelegation: plain,
    redelegationCount: plain,
    redelegatedTrustId: readOnly,
    deletedAt: readOnlyTime,
    rolesLinks: readOnly,
  },
  required: ['trustorUserId', 'trusteeUserId', 'impersonation'],
  query: {
    trustorUserId: reference,
    trusteeUserId: reference,
  },
})

/** Trusts cannot be changed. */
export type Trusts = Readable<Trust, TrustQuery> & Creatable<Trust, NewTrust>

export const makeTrusts = (send: Send): Trusts => {
  const { update: _none, ...trusts } = makeCollection<Trust, NewTrust, object, TrustQuery>(send, trustNoun)
  return trusts
}
