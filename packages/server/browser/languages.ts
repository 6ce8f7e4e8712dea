import { byId, element } from './elements.ts'

const languages = ['both', 'curl', 'TypeScript'] as const
const key = 'muster.docs.examples'

const stored = (): string | null => {
  try {
    return localStorage.getItem(key)
  } catch {
    // Storage can be disabled; the choice then lasts for one page.
    return null
  }
}

const store = (value: string): void => {
  try {
    localStorage.setItem(key, value)
  } catch {
    // See above.
  }
}

/** Shows the examples in one language or in both. The choice is kept for other pages. */
export const chooseLanguages = (): void => {
  const box = byId<HTMLFieldSetElement>('languages')
  if (!box) return
  const choose = (value: string) => {
    document.documentElement.dataset['examples'] = value
  }
  const chosen = languages.find((language) => language === stored()) ?? 'both'
  for (const language of languages) {
    const radio = element('input', {
      type: 'radio',
      name: 'language',
      value: language,
      checked: language === chosen,
    })
    radio.addEventListener('change', () => {
      choose(language)
      store(language)
    })
    box.append(element('label', {}, radio, language))
  }
  choose(chosen)
  box.hidden = false
}
