import { arizeDifferences } from './arize-differences.ts'
import type { Difference } from './compare.ts'
import { geoboxDifferences } from './geobox-differences.ts'
import { julepDifferences } from './julep-differences.ts'
import { robotoDifferences } from './roboto-differences.ts'

/** A pair of scripts, `<name>_cases.py` and `<name>-cases.ts`, with the same cases. */
export type Vendor = {
  /** Versions of the Python SDK: those of the requirements in `interop/<name>`, '' for requirements.txt. */
  readonly versions: readonly string[]
  /** Kinds of clients of the Python SDK, an argument of the Python script. */
  readonly kinds: readonly string[]
  /** Headers of the vendor that must be equal. */
  readonly headers: readonly string[]
  readonly differences: readonly Difference[]
}

export const vendors: Readonly<Record<string, Vendor>> = {
  arize: {
    versions: ['', '8.40.0'],
    kinds: ['sync'],
    headers: ['sdk-version'],
    differences: arizeDifferences,
  },
  geobox: { versions: ['', '2.11.0'], kinds: ['sync', 'async'], headers: [], differences: geoboxDifferences },
  julep: { versions: [''], kinds: ['sync', 'async'], headers: [], differences: julepDifferences },
  roboto: {
    versions: ['', '0.53.0'],
    kinds: ['sync'],
    headers: ['x-roboto-api-version', 'x-roboto-user-id', 'x-roboto-org-id', 'x-roboto-resource-owner-id'],
    differences: robotoDifferences,
  },
}
