import type { PasswordScheme } from './password-scheme.ts'

/** A failure is answered later than the most expensive check usually ends. */
const margin = 1.25
/** How much a quicker check weighs against those before it: the machine may have been busy. */
const weight = 1 / 32

export type PasswordTimes = {
  /** Declares that hashes of this scheme exist. True when how long they take is not known yet. */
  expect(scheme: PasswordScheme): boolean
  /** Forgets all schemes but these. */
  keepOnly(schemes: readonly PasswordScheme[]): void
  /** Milliseconds that a check of this scheme took, without waiting for its turn. */
  took(scheme: PasswordScheme, ms: number): void
  /** Milliseconds: what the most expensive expected scheme takes, with a margin. */
  slot(): number
}

type Known = { readonly scheme: PasswordScheme; ms: number | undefined }

/** How long checks of passwords take on this machine; of each family only the most expensive scheme matters. */
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
