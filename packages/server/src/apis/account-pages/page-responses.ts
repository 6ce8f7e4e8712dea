import { isDomainError } from '../../core/kernel/domain-error.ts'
import { type Html, html } from '../../http/html.ts'
import type { FormErrors } from './fields.ts'
import { type Page, page } from './layout.ts'

const asHtml = { 'content-type': 'text/html; charset=utf-8' } as const

export const pageResponse = <S extends number>(status: S, shown: Page, base: string) => ({
  status,
  headers: asHtml,
  body: page(shown, base),
})

/** The link to continue after success, or a note that the page can be closed. */
export const continueLink = (returnUrl: string | null): Html =>
  returnUrl === null
    ? html`<p class="quiet">You can close this page.</p>`
    : html`<p class="after"><a href="${returnUrl}">Continue to ${new URL(returnUrl).host}</a></p>`

type Passwords = { readonly password?: string; readonly password_again?: string }

/** Checks that both password fields are filled in and equal. */
export const checkRepeatedPassword = ({
  password = '',
  password_again: again = '',
}: Passwords): FormErrors => {
  if (password === '') return { password: 'Enter a password.' }
  return password === again
    ? {}
    : { password_again: 'The two passwords are different. Enter the same password in both fields.' }
}

/** Converts an error about one of the fields; rethrows any other error. */
export const toFormErrors = (thrown: unknown, fields: readonly string[]): FormErrors => {
  if (!isDomainError(thrown, 'invalid')) throw thrown
  const { details, message } = thrown
  const field = typeof details['field'] === 'string' ? details['field'].replaceAll(' ', '_') : ''
  if (!fields.includes(field)) throw thrown
  return { [field]: message.charAt(0).toUpperCase() + message.slice(1) }
}

/** The trimmed text; undefined if it is empty. */
export const trimmed = (text: string | undefined): string | undefined => text?.trim() || undefined
