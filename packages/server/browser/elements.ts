type Attributes = Readonly<Record<string, string | boolean | undefined>>

/** An element with text only: responses and input never become markup. */
export const element = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] => {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value)
  made.append(...children)
  return made
}

export const byId = <T extends HTMLElement>(id: string): T | undefined =>
  (document.getElementById(id) as T | null) ?? undefined

/** The path of the start page of the documentation. */
export const docs = document.documentElement.dataset['docs'] ?? ''
