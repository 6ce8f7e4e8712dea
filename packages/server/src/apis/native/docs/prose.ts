import { allProblemCodes } from '@muster/contract/native/problem-codes.ts'
import { type Html, html } from '../../../http/html.ts'

const codes: ReadonlySet<string> = new Set(allProblemCodes)

/** Text with back quotes rendered as code, and error codes as links to their pages. */
export const prose = (text: string, docs: string): Html => {
  const problems = docs.slice(0, -'/api/v1/docs'.length)
  return text.split('`').reduce((all, part, index) => {
    if (index % 2 === 0) return html`${all}${part}`
    const code = html`<code>${part}</code>`
    return codes.has(part)
      ? html`${all}<a href="${problems}/problems/${part}">${code}</a>`
      : html`${all}${code}`
  }, html``)
}
