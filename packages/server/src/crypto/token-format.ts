import { decodeMsgpack, encodeMsgpack, type MsgpackInput } from './msgpack.ts'
import {
  auditIds,
  bareId,
  constant,
  type FieldCodec,
  id,
  ids,
  methods,
  optionalId,
  text,
  textPair,
  time,
  uuid,
} from './token-fields.ts'

type Common = {
  readonly userId: string
  readonly methods: readonly string[]
  /** Unix seconds; tokens of Keystone can have a fraction. */
  readonly expiresAt: number
  /** 22 characters each: the audit id of the token, then the root of its chain. */
  readonly auditIds: readonly string[]
}

type Federated = {
  readonly groupIds: readonly string[]
  readonly identityProviderId: string
  readonly protocolId: string
}

/**
 * The content of a token; everything else is looked up. Without a `projectId`, a trust has no project, and an
 * application credential is scoped to a domain or the system.
 */
export type EncodedToken = Common &
  (
    | { readonly kind: 'unscoped' }
    | { readonly kind: 'domain'; readonly domainId: string }
    | { readonly kind: 'project'; readonly projectId: string }
    | { readonly kind: 'trust'; readonly projectId?: string; readonly trustId: string }
    | ({ readonly kind: 'federated_unscoped' } & Federated)
    | ({ readonly kind: 'federated_project'; readonly projectId: string } & Federated)
    | ({ readonly kind: 'federated_domain'; readonly domainId: string } & Federated)
    | { readonly kind: 'oauth1'; readonly projectId: string; readonly accessTokenId: string }
    | { readonly kind: 'system' }
    | {
        readonly kind: 'application_credential'
        readonly projectId?: string
        readonly applicationCredentialId: string
      }
    | {
        readonly kind: 'oauth2_mtls'
        readonly projectId?: string
        readonly domainId?: string
        readonly thumbprint: string
      }
  )

/** A sign-in with missing factors. `expiresAt`: Unix seconds. */
export type ReceiptPayload = Omit<Common, 'auditIds'>

// biome-ignore lint/suspicious/noExplicitAny: a row mixes fields of several types; the name fixes which
type Field<Name extends PropertyKey> = readonly [Name, FieldCodec<any>]
type Layout<Payload> = readonly Field<Exclude<keyof Payload, 'kind'> | 'constant'>[]
type PayloadOf<Kind extends EncodedToken['kind']> = Extract<EncodedToken, { kind: Kind }>
type Layouts = {
  readonly [Kind in EncodedToken['kind']]: { version: number; fields: Layout<PayloadOf<Kind>> }
}

const user: Field<'userId'> = ['userId', id]
const how: Field<'methods'> = ['methods', methods]
const until: Field<'expiresAt'> = ['expiresAt', time]
const chain: Field<'auditIds'> = ['auditIds', auditIds]
const federation: readonly Field<keyof Federated>[] = [
  ['groupIds', ids],
  ['identityProviderId', id],
  ['protocolId', text],
]

/** Version number and fields of every kind, in wire order (Keystone's `token_formatters.py`). */
const layouts: Layouts = {
  unscoped: { version: 0, fields: [user, how, until, chain] },
  domain: { version: 1, fields: [user, how, ['domainId', bareId], until, chain] },
  project: { version: 2, fields: [user, how, ['projectId', id], until, chain] },
  trust: { version: 3, fields: [user, how, ['projectId', optionalId], until, chain, ['trustId', uuid]] },
  federated_unscoped: { version: 4, fields: [user, how, ...federation, until, chain] },
  federated_project: { version: 5, fields: [user, how, ['projectId', id], ...federation, until, chain] },
  federated_domain: { version: 6, fields: [user, how, ['domainId', id], ...federation, until, chain] },
  oauth1: { version: 7, fields: [user, how, ['projectId', id], ['accessTokenId', id], until, chain] },
  system: { version: 8, fields: [user, how, ['constant', constant('all')], until, chain] },
  application_credential: {
    version: 9,
    fields: [user, how, ['projectId', optionalId], until, chain, ['applicationCredentialId', id]],
  },
  oauth2_mtls: {
    version: 10,
    fields: [
      user,
      how,
      ['projectId', optionalId],
      ['domainId', optionalId],
      until,
      chain,
      ['thumbprint', textPair],
    ],
  },
}

const receiptFields: Layout<ReceiptPayload> = [user, how, until]

const layoutByVersion = new Map(
  Object.entries(layouts).map(([kind, { version, fields }]) => [version, { kind, fields }]),
)

type Row = readonly Field<string>[]

const writeFields = (fields: Row, payload: object, order: readonly string[]): MsgpackInput[] => {
  const values: Record<string, unknown> = { ...payload }
  return fields.map(([name, codec]) => codec.write(values[name], order))
}

const readFields = (
  fields: Row,
  values: readonly unknown[],
  first: number,
  into: Record<string, unknown>,
  order: readonly string[],
): boolean => {
  if (values.length !== first + fields.length) return false
  for (const [at, [name, codec]] of fields.entries()) {
    const value = codec.read(values[first + at] as never, order)
    if (value === undefined) return false
    if (value !== null) into[name] = value
  }
  return true
}

/**
 * The plain text of a token, byte for byte like Keystone's (keystone-fernet.md). `methodsOrder`: the configured
 * authentication methods; servers that share keys must use the same order.
 * @throws RangeError for a method outside `methodsOrder`, or a value that cannot be encoded
 */
export const encodeTokenPayload = (payload: EncodedToken, methodsOrder: readonly string[]): Uint8Array => {
  const { version, fields } = layouts[payload.kind]
  return encodeMsgpack([version, ...writeFields(fields, payload, methodsOrder)])
}

/** Undefined for anything except exactly one of the known layouts. */
export const decodeTokenPayload = (
  bytes: Uint8Array,
  methodsOrder: readonly string[],
): EncodedToken | undefined => {
  const values = decodeMsgpack(bytes)
  if (!Array.isArray(values)) return undefined
  const layout = layoutByVersion.get(values[0])
  if (layout === undefined) return undefined
  const payload: Record<string, unknown> = { kind: layout.kind }
  return readFields(layout.fields, values, 1, payload, methodsOrder) ? (payload as EncodedToken) : undefined
}

/** Like `encodeTokenPayload`, for receipts, which have no version. */
export const encodeReceiptPayload = (payload: ReceiptPayload, methodsOrder: readonly string[]): Uint8Array =>
  encodeMsgpack(writeFields(receiptFields, payload, methodsOrder))

export const decodeReceiptPayload = (
  bytes: Uint8Array,
  methodsOrder: readonly string[],
): ReceiptPayload | undefined => {
  const values = decodeMsgpack(bytes)
  const payload: Record<string, unknown> = {}
  if (!Array.isArray(values) || !readFields(receiptFields, values, 0, payload, methodsOrder)) return undefined
  return payload as ReceiptPayload
}
