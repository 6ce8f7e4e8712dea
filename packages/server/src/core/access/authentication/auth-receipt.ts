import { type DomainError, isDomainError } from '../../kernel/domain-error.ts'

/** The methods that a user has completed in an unfinished multi-factor sign-in (keystone.md section 7). Times are unix seconds. */
export type Receipt = {
  readonly userId: string
  readonly methods: readonly string[]
  readonly issuedAt: number
  readonly expiresAt: number
}

/** Encodes receipts as opaque text. `open` returns undefined for text that no key of the ring sealed. */
export type ReceiptCodec = {
  seal(receipt: Receipt): string
  open(text: string): Receipt | undefined
}

type Named = { readonly id: string; readonly name: string }

/** The details of the error `factors_missing`. */
export type GivenReceipt = {
  readonly text: string
  readonly receipt: Receipt
  readonly user: Named & { readonly domain: Named }
  /** The multi-factor rules that share a method with the completed ones. */
  readonly requiredMethods: readonly (readonly string[])[]
}

/** The receipt in the details of an error, if any. */
export const receiptOf = (error: DomainError): GivenReceipt | undefined =>
  isDomainError(error, 'unauthenticated') ? (error.details['receipt'] as GivenReceipt | undefined) : undefined
