import { isXmlText } from '../../core/access/federation/saml/saml-issuer.ts'

/** Well-formed markup; `text` makes it from other text. */
export type Xml = { readonly markup: string }

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Throws for text that XML cannot contain; core rejects it before. */
const escaped = (value: string): string => {
  if (!isXmlText(value)) throw new Error('The text contains a character that XML cannot contain.')
  return value.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '')
}

export const text = (value: string): Xml => ({ markup: escaped(value) })

/** Names are constants of the caller; values of attributes and `text` are escaped. */
export const element = (
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Xml[]
): Xml => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`)
  const content = children.map(({ markup }) => markup).join('')
  return { markup: `<${name}${written.join('')}>${content}</${name}>` }
}
