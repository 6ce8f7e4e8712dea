import { asArray, asObject, fromWire, listOf, toWire } from './fields.ts'

/** Exceptions of a user from the security rules of the server. Null removes an option. */
export type UserOptions = {
  /** The user need not change the first password. */
  readonly ignoreChangePasswordUponFirstUse?: boolean | null | undefined
  /** The password does not expire. */
  readonly ignorePasswordExpiry?: boolean | null | undefined
  /** Failed sign-ins do not lock the user. */
  readonly ignoreLockoutFailureAttempts?: boolean | null | undefined
  /** Only administrators can change the password. */
  readonly lockPassword?: boolean | null | undefined
  /** The user is not disabled after a long time without a sign-in. */
  readonly ignoreUserInactivity?: boolean | null | undefined
  /** Whether `multiFactorAuthRules` apply. */
  readonly multiFactorAuthEnabled?: boolean | null | undefined
  /** A sign-in must use all methods of one of these lists, such as `[['password', 'totp']]`. */
  readonly multiFactorAuthRules?: readonly (readonly string[])[] | null | undefined
}

/** An account of a user at an identity provider. */
export type FederatedIdentity = {
  readonly idpId: string
  readonly protocols: readonly { readonly protocolId: string; readonly uniqueId: string }[]
}

export const userOptionFields = {
  ignoreChangePasswordUponFirstUse: 'ignore_change_password_upon_first_use',
  ignorePasswordExpiry: 'ignore_password_expiry',
  ignoreLockoutFailureAttempts: 'ignore_lockout_failure_attempts',
  lockPassword: 'lock_password',
  ignoreUserInactivity: 'ignore_user_inactivity',
  multiFactorAuthEnabled: 'multi_factor_auth_enabled',
  multiFactorAuthRules: 'multi_factor_auth_rules',
} as const

const readOptions = (value: unknown, name: string) => {
  const { extra, ...options } = fromWire(userOptionFields, value, name) as { extra: object }
  return { ...options, ...extra }
}

const readFederated = (value: unknown, name: string): FederatedIdentity[] =>
  asArray(value, name).map((one) => {
    const { idp_id, protocols } = asObject(one, name)
    return {
      idpId: String(idp_id),
      protocols: asArray(protocols, name).map((protocol) => {
        const { protocol_id, unique_id } = asObject(protocol, name)
        return { protocolId: String(protocol_id), uniqueId: String(unique_id) }
      }),
    }
  })

const writeFederated = (value: unknown, argument: string) =>
  (listOf(value, argument) as readonly FederatedIdentity[]).map(({ idpId, protocols }) => ({
    idp_id: idpId,
    protocols: protocols.map(({ protocolId, uniqueId }) => ({
      protocol_id: protocolId,
      unique_id: uniqueId,
    })),
  }))

/** The property `options` of a user. */
export const userOptions = {
  wire: 'options',
  read: readOptions,
  write: (value: unknown, argument: string) => toWire(userOptionFields, value as object, argument),
} as const

/** The property `federated` of a user. */
export const federatedIdentities = { wire: 'federated', read: readFederated, write: writeFederated } as const
