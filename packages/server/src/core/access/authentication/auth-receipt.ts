import { type DomainError, isDomainError } from '../../kernel/domain-error.ts'

/** Factors that a user has proved, until the missing ones follow (keystone.md section 7). Times are unix seconds. */
export type Receipt = {
  readonly userId: string
  readonly methods: readonly string[]
  readonly issuedAt: number
  readonly expiresAt: number
}

/** Seals receipts into opaque text and back. `open` answers undefined for whatever no key of the ring has made. */
export type ReceiptCodec = {
  seal(receipt: Receipt): string
  open(text: string): Receipt | undefined
}

type Named = { readonly id: string; readonly name: string }

/** What whoever lacks a factor is told. */
export type GivenReceipt = {
  readonly text: string
  readonly receipt: Receipt
  readonly user: Named & { readonly domain: Named }
  /** The rules that the factors so far are a part of. */
  readonly requiredMethods: readonly (readonly string[])[]
}

/** The receipt that came with an error, if one did. */
export const receiptOf = (error: DomainError): GivenReceipt | undefined =>
  isDomainError(error, 'unauthenticated') ? (error.details['receipt'] as GivenReceipt | undefined) : undefined
