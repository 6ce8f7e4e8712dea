import type { PasswordScheme } from './password-scheme.ts'

/** Factor by which a failure takes longer than the most expensive check usually does. */
const margin = 1.25
/** The weight of a faster check against the previous average, because slower ones can be due to load. */
const weight = 1 / 32

export type PasswordTimes = {
  /** Declares that hashes of this scheme exist. Returns true if their duration is unknown. */
  expect(scheme: PasswordScheme): boolean
  /** Removes all other schemes. */
  keepOnly(schemes: readonly PasswordScheme[]): void
  /** Records the milliseconds that a check of this scheme took, without the time in the queue. */
  took(scheme: PasswordScheme, ms: number): void
  /** The milliseconds of the most expensive existing scheme, with a margin. */
  slot(): number
}

type Known = { readonly scheme: PasswordScheme; ms: number | undefined }

/** Durations of password checks on this machine; only the most expensive scheme of each family matters. */
export const passwordTimes = (): PasswordTimes => {
  const families = new Map<string, Known>()
  return {
    expect(scheme) {
      const known = families.get(scheme.family)
      if (known && known.scheme.work >= scheme.work) return known.ms === undefined
      families.set(scheme.family, { scheme, ms: undefined })
      return true
    },
    keepOnly(schemes) {
      const dearest = new Map<string, PasswordScheme>()
      for (const scheme of schemes)
        if ((dearest.get(scheme.family)?.work ?? -1) < scheme.work) dearest.set(scheme.family, scheme)
      for (const [family, { scheme }] of families)
        if (dearest.get(family)?.work !== scheme.work) families.delete(family)
    },
    took({ family, work }, ms) {
      const known = families.get(family)
      if (known?.scheme.work !== work) return
      known.ms = known.ms === undefined || ms > known.ms ? ms : known.ms + (ms - known.ms) * weight
    },
    slot: () => Math.ceil(Math.max(0, ...[...families.values()].map(({ ms = 0 }) => ms)) * margin),
  }
}
