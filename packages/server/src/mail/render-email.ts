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

const asText = (piece: Piece): string => {
  if ('link' in piece) return piece.link
  return printable('code' in piece ? `    ${piece.code}` : piece.text)
}

const asHtml = (piece: Piece): string => {
  // Shows the URL as well, so that a careful reader can check it before following the link.
  if ('link' in piece) {
    const link = escaped(piece.link)
    return `<p><a href="${link}">${escaped(piece.label)}</a><br><small>${link}</small></p>`
  }
  if ('code' in piece) return `<p><code>${escaped(printable(piece.code))}</code></p>`
  return `<p>${escaped(printable(piece.text)).replaceAll('\n', '<br>')}</p>`
}

/** Renders emails; links point below the current public URL and nowhere else (T65). */
export const makeEmailRenderer =
  (publicUrl: () => string): EmailRenderer =>
  ({ id, to, template, parameters, createdAt }): Email => {
    const link: TemplateInput['link'] = (path, query = {}) => {
      const search = new URLSearchParams(query).toString()
      return new URL(`${publicUrl()}${path}${search === '' ? '' : `?${search}`}`).href
    }
    const { subject, pieces } = fillTemplate(template, { parameters, link })
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
