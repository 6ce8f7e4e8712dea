/** The kinds of settings with the types of their values. */
export type SettingValues = {
  readonly text: string
  readonly secret: string
  readonly port: number
  /** A whole number above zero. */
  readonly count: number
  /** A whole number, also zero. */
  readonly amount: number
  readonly truth: boolean
  readonly names: readonly string[]
  readonly level: string
}

/** One setting: its kind, its default and its description. */
export type SettingRow = {
  readonly kind: keyof SettingValues
  readonly fallback: string | number | boolean | readonly string[] | undefined
  readonly about: string
  /** The value says where secrets are, and is not shown by the API. */
  readonly hidden?: true
}
