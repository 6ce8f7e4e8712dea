import { isolatedParts } from '@muster/messages/isolate.ts'
import { directionOf, isLanguage, type Language } from '@muster/messages/languages.ts'
import type { Email, EmailRenderer } from '../core/messaging/mail/mail-transport.ts'
import { fillTemplate, oneLine, type Piece, type TemplateInput } from './templates.ts'

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign)

/** Keeps line breaks and removes other control characters. */
const printable = (text: string) =>
  text.replace(/\r\n?|[\p{Zl}\p{Zp}]/gu, '\n').replace(/(?!\n)[\p{Cc}\p{Cs}]/gu, '')

const isRightToLeft =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u

/** A sentence without the isolates that change nothing: some mail programs show them as boxes. */
const plainSentence = (text: string, language: Language): string => {
  const parts = isolatedParts(text)
  const needed = directionOf(language) === 'rtl' || parts.some((part) => isRightToLeft.test(part))
  return needed ? text : parts.join('')
}

const asText = (piece: Piece, language: Language): string => {
  if ('link' in piece) return piece.link
  if ('code' in piece) return printable(`    ${piece.code}`)
  return printable('quoted' in piece ? piece.quoted : plainSentence(piece.text, language))
}

const htmlSentence = (text: string): string =>
  isolatedParts(text)
    .map((part, index) => (index % 2 === 1 ? `<bdi>${escaped(part)}</bdi>` : escaped(part)))
    .join('')

const asHtml = (piece: Piece): string => {
  // Shows the URL as well, so that a careful reader can check it before following the link.
  if ('link' in piece) {
    const link = escaped(piece.link)
    return `<p><a href="${link}">${escaped(piece.label)}</a><br><small dir="ltr">${link}</small></p>`
  }
  if ('code' in piece) return `<p><code dir="auto">${escaped(printable(piece.code))}</code></p>`
  if ('quoted' in piece)
    return `<p dir="auto">${escaped(printable(piece.quoted)).replaceAll('\n', '<br>')}</p>`
  return `<p>${htmlSentence(printable(piece.text))}</p>`
}

/** Links start with the current public URL (T65); those to account pages keep the language of the message. */
const linksOf = (
  publicUrl: string,
  language: Language | undefined,
): Pick<TemplateInput, 'link' | 'pageLink'> => {
  const link = (path: string) => new URL(`${publicUrl}${path}`).href
  return {
    link,
    pageLink: (path, query = {}) => {
      const search = new URLSearchParams({
        ...(language === undefined ? {} : { language }),
        ...query,
      }).toString()
      return link(`${path}${search === '' ? '' : `?${search}`}`)
    },
  }
}

/**
 * Renders emails in the language of the message. Without one, they are in the default language, and the pages that they
 * link to in the language of the browser.
 */
export const makeEmailRenderer =
  (publicUrl: () => string, defaultLanguage: Language): EmailRenderer =>
  ({ id, to, template, language: named, parameters, createdAt }): Email => {
    const known = named !== null && isLanguage(named) ? named : undefined
    const language = known ?? defaultLanguage
    const { subject, pieces } = fillTemplate(template, {
      parameters,
      language,
      ...linksOf(publicUrl(), known),
    })
    const title = plainSentence(subject, language)
    const direction = `lang="${language}" dir="${directionOf(language)}"`
    return {
      id,
      to,
      template,
      at: createdAt,
      subject: oneLine(title),
      text: `${pieces.map((piece) => asText(piece, language)).join('\n\n')}\n`,
      // Mail programs that show a part of a page drop its outermost elements, so the language is repeated inside.
      html: `<!doctype html>
<html ${direction}>
<head><meta charset="utf-8"><title>${escaped(oneLine(title))}</title></head>
<body style="font-family: sans-serif; line-height: 1.5; overflow-wrap: anywhere">
<div ${direction}>
${pieces.map(asHtml).join('\n')}
</div>
</body>
</html>
`,
    }
  }
