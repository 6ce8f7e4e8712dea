import { domainError } from './domain-error.ts'

/** Rejects with `conflict` where somebody changed a thing since whoever asks last read it. */
export const checkVersion = (
  noun: string,
  { version }: { readonly version: number },
  wanted: readonly number[] | undefined,
): void => {
  if (wanted && !wanted.includes(version))
    throw domainError(
      'conflict',
      'version_changed',
      `Somebody else has changed this ${noun} meanwhile: read it again.`,
    )
}
