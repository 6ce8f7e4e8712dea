import { isolate } from '@muster/messages/isolate.ts'
import { reasonOf } from '@muster/messages/reason-of.ts'
import { isDomainError } from '../../core/kernel/domain-error.ts'
import { type Html, html } from '../../http/html.ts'
import type { FormErrors } from './fields.ts'
import { type Page, type PageFrame, page } from './layout.ts'
import type { PageContext } from './request-context.ts'
import { sentence } from './sentence.ts'

export const pageResponse = <S extends number>(status: S, shown: Page, frame: PageFrame) => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'content-language': frame.language },
  body: page(shown, frame),
})

/** The title of a page whose form has errors says so. */
export const titleOf = (title: string, errors: FormErrors, { texts }: PageContext): string =>
  Object.keys(errors).length === 0 ? title : texts.fieldErrors.title(title)

/** The link to continue after success, or a note that the page can be closed. */
export const continueLink = (returnUrl: string | null, { texts }: PageContext): Html =>
  returnUrl === null
    ? html`<p class="quiet">${texts.closePage}</p>`
    : html`<p class="after"><a href="${returnUrl}">${sentence(texts.continueTo(isolate(new URL(returnUrl).host)))}</a></p>`

type Passwords = { readonly password?: string; readonly password_again?: string }

/** Checks that both password fields are filled in and equal. */
export const checkRepeatedPassword = (
  { password = '', password_again: again = '' }: Passwords,
  { texts: { fieldErrors } }: PageContext,
): FormErrors => {
  if (password === '') return { password: fieldErrors.password }
  return password === again ? {} : { password_again: fieldErrors.different }
}

/** Converts an error about one of the fields; rethrows any other error. */
export const toFormErrors = (
  thrown: unknown,
  fields: readonly string[],
  context: PageContext,
): FormErrors => {
  if (!isDomainError(thrown, 'invalid')) throw thrown
  const { details, code } = thrown
  const field = typeof details['field'] === 'string' ? details['field'].replaceAll(' ', '_') : ''
  if (!fields.includes(field)) throw thrown
  const { texts, settings } = context
  const message =
    code === 'password_too_short'
      ? texts.fieldErrors.passwordTooShort(settings.passwordMinLength)
      : reasonOf(thrown, context)
  return { [field]: message.charAt(0).toUpperCase() + message.slice(1) }
}

/** The trimmed text; undefined if it is empty. */
export const trimmed = (text: string | undefined): string | undefined => text?.trim() || undefined
