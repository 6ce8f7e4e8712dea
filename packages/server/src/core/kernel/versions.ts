import { domainError } from './domain-error.ts'

/** Rejects with `conflict` when the version is not among the expected ones (optimistic concurrency). */
export const checkVersion = (
  noun: string,
  { version }: { readonly version: number },
  wanted: readonly number[] | undefined,
): void => {
  if (wanted && !wanted.includes(version))
    throw domainError(
      'conflict',
      'version_changed',
      `Another request has changed this ${noun}. Read it again and repeat the change.`,
    )
}
