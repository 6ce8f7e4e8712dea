import { domainError } from '../../kernel/domain-error.ts'
import { decodeBase32 } from '../authentication/totp.ts'
import { isTotpSeed } from './credential-types.ts'

/** Rejects with `invalid` a TOTP seed that is not base32. */
export const checkSeed = ({ type, blob }: { readonly type: string; readonly blob: string }): void => {
  if (isTotpSeed(type) && !decodeBase32(blob))
    throw domainError(
      'invalid',
      'seed_malformed',
      'The blob of a totp credential must be its seed in base32 (letters A to Z and digits 2 to 7).',
      { field: 'blob' },
    )
}
