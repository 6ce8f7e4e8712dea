import { type DomainError, domainError, isDomainError } from '../core/kernel/domain-error.ts'

export const providerUnavailable = (why: string): DomainError =>
  domainError(
    'unavailable',
    'identity_provider_unavailable',
    `The identity provider is not available. ${why}`,
  )

/** The same message for every reason; the log has the reason. */
export const notAccepted = (): DomainError =>
  domainError(
    'unauthenticated',
    'federated_proof_invalid',
    'The request you have made requires authentication.',
  )

/** Levels of causes that the libraries wrap an error in. */
const maxDepth = 5

/** The error of the HTTP client among the causes of an error of a library. */
export const outboundErrorIn = (thrown: unknown, depth = 0): DomainError | undefined => {
  if (isDomainError(thrown)) return thrown
  if (!(thrown instanceof Error) || depth === maxDepth) return undefined
  return outboundErrorIn(thrown.cause, depth + 1)
}

/** The code that a library gives an error, for the log; never content from the provider. */
export const codeOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return 'unknown'
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.name
}
