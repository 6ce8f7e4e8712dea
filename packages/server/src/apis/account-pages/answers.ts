import { isDomainError } from '../../core/kernel/domain-error.ts'
import { type Html, html } from '../../http/html.ts'
import type { Wrongs } from './fields.ts'
import { type Page, page } from './layout.ts'

const asHtml = { 'content-type': 'text/html; charset=utf-8' } as const

export const answer = <S extends number>(status: S, shown: Page, base: string) => ({
  status,
  headers: asHtml,
  body: page(shown, base),
})

/** The way on from a page that has succeeded. */
export const wayOn = (returnUrl: string | null): Html =>
  returnUrl === null
    ? html`<p class="quiet">You can close this page.</p>`
    : html`<p class="after"><a href="${returnUrl}">Continue to ${new URL(returnUrl).host}</a></p>`

type Passwords = { readonly password?: string; readonly password_again?: string }

/** What is wrong with a password that was typed twice, before anybody judges the password. */
export const typedWrong = ({ password = '', password_again: again = '' }: Passwords): Wrongs => {
  if (password === '') return { password: 'Enter a password.' }
  return password === again
    ? {}
    : { password_again: 'The two passwords are different. Enter the same password in both fields.' }
}

/** An error as something wrong with a field of the form, when it is one; anything else goes on. */
export const asWrongs = (thrown: unknown, fields: readonly string[]): Wrongs => {
  if (!isDomainError(thrown, 'invalid')) throw thrown
  const { details, message } = thrown
  const field = typeof details['field'] === 'string' ? details['field'].replaceAll(' ', '_') : ''
  if (!fields.includes(field)) throw thrown
  return { [field]: message.charAt(0).toUpperCase() + message.slice(1) }
}

/** What was typed, without blanks around it; undefined where nothing was. */
export const typed = (text: string | undefined): string | undefined => text?.trim() || undefined
