import type { Email, EmailRenderer } from '../core/messaging/mail/mail-transport.ts'
import { oneLine, type Piece, type WordParts, wordsOf } from './templates.ts'

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign)

/** Line ends stay, other control characters do not. */
const printable = (text: string) =>
  text.replace(/\r\n?|[\p{Zl}\p{Zp}]/gu, '\n').replace(/(?!\n)[\p{Cc}\p{Cs}]/gu, '')

const asText = (piece: Piece): string => {
  if ('link' in piece) return piece.link
  return printable('code' in piece ? `    ${piece.code}` : piece.text)
}

const asHtml = (piece: Piece): string => {
  // The address is shown as well: whoever is careful reads it before following it.
  if ('link' in piece) {
    const link = escaped(piece.link)
    return `<p><a href="${link}">${escaped(piece.label)}</a><br><small>${link}</small></p>`
  }
  if ('code' in piece) return `<p><code>${escaped(printable(piece.code))}</code></p>`
  return `<p>${escaped(printable(piece.text)).replaceAll('\n', '<br>')}</p>`
}

/** Writes letters with links below the public address as it is at that moment, and below no other (T65). */
export const makeLetterWriter =
  (publicUrl: () => string): EmailRenderer =>
  ({ id, to, template, parameters, createdAt }): Email => {
    const link: WordParts['link'] = (path, query = {}) => {
      const asked = new URLSearchParams(query).toString()
      return new URL(`${publicUrl()}${path}${asked === '' ? '' : `?${asked}`}`).href
    }
    const { subject, pieces } = wordsOf(template, { parameters, link })
    const title = oneLine(subject)
    return {
      id,
      to,
      template,
      at: createdAt,
      subject: title,
      text: `${pieces.map(asText).join('\n\n')}\n`,
      html: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body style="font-family: sans-serif; line-height: 1.5">
${pieces.map(asHtml).join('\n')}
</body>
</html>
`,
    }
  }
