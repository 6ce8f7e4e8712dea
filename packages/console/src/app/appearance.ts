export const appearances = ['system', 'light', 'dark', 'contrast'] as const

export type Appearance = (typeof appearances)[number]

const key = 'muster.console.appearance'

export const storedAppearance = (): Appearance => {
  const stored = localStorage.getItem(key)
  return appearances.find((appearance) => appearance === stored) ?? 'system'
}

/** Style sheets read the choice from the root element. */
export const applyAppearance = (appearance: Appearance = storedAppearance()): void => {
  document.documentElement.dataset['appearance'] = appearance
}

export const storeAppearance = (appearance: Appearance): void => {
  localStorage.setItem(key, appearance)
  applyAppearance(appearance)
}
