type Forms = { readonly other: string } & Partial<Record<Intl.LDMLPluralRule, string>>

/** Chooses a plural form of a language; `#` stands for the formatted number. */
export const pluralIn = (language: string) => {
  const rules = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language)
  return (count: number, forms: Forms): string =>
    (forms[rules.select(count)] ?? forms.other).replaceAll('#', numbers.format(count))
}
