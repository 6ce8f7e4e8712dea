import { domainError } from './domain-error.ts'

/** The version of an object without a counter: the time of its last change, which `nextUpdatedAt` keeps ascending. */
export const versionOf = ({ updatedAt }: { readonly updatedAt: number }): number => updatedAt

/** The time of a change, later than that of the previous one even within the same millisecond. */
export const nextUpdatedAt = (before: { readonly updatedAt: number }, now: number): number =>
  Math.max(now, before.updatedAt + 1)

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
