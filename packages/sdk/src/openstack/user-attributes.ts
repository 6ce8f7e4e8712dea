import { asArray, asText, type Field, type Fields, fromWire, listOf, plain, toWire } from './fields.ts'

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
  ignoreChangePasswordUponFirstUse: plain,
  ignorePasswordExpiry: plain,
  ignoreLockoutFailureAttempts: plain,
  lockPassword: plain,
  ignoreUserInactivity: plain,
  multiFactorAuthEnabled: plain,
  multiFactorAuthRules: plain,
} as const

const readOptions = (value: unknown, name: string) => {
  const { extra, ...options } = fromWire(userOptionFields, value, name) as { extra: object }
  return { ...options, ...extra }
}

/** Objects in an array; attributes that Identity does not define are left out. */
const arrayOf = (fields: Fields) => ({
  read: (value: unknown, name: string) =>
    asArray(value, name).map((one) => {
      const { extra: _rest, ...known } = fromWire(fields, one, name) as { extra: object }
      return known
    }),
  write: (value: unknown, argument: string) =>
    listOf(value, argument).map((one) => toWire(fields, one as object, argument)),
})

const text = { read: asText } as const satisfies Field

/** The property `options` of a user. */
export const userOptions = {
  read: readOptions,
  write: (value: unknown, argument: string) => toWire(userOptionFields, value as object, argument),
} as const

/** The property `federated` of a user. */
export const federatedIdentities = arrayOf({
  idpId: text,
  protocols: arrayOf({ protocolId: text, uniqueId: text }),
})
