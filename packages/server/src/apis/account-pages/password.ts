import type { account as contract } from '@muster/contract/account-pages/account.ts'
import { changePassword } from '../../core/accounts/passwords/change-password.ts'
import { isDomainError } from '../../core/kernel/domain-error.ts'
import { html } from '../../http/html.ts'
import { type FormErrors, form, loginFields, passwordFields } from './fields.ts'
import { checkRepeatedPassword, pageResponse, toFormErrors, trimmed } from './page-responses.ts'
import { asksOrganization, type PageContext, type PageHandlers, passwordHint } from './request-context.ts'

type Typed = { readonly login?: string | undefined; readonly organization?: string | undefined }

const request = async ({ login, organization }: Typed, errors: FormErrors, context: PageContext) => ({
  title: Object.keys(errors).length === 0 ? 'Change your password' : 'Error: Change your password',
  body: html`<h1>Change your password</h1>
<p class="quiet">Replace your current, temporary or expired password.</p>
${form({
  action: `${context.root}/account/password`,
  errors,
  button: 'Change the password',
  fields: [
    ...loginFields(login, organization, await asksOrganization(context)),
    {
      name: 'current_password',
      label: 'Current or temporary password',
      type: 'password',
      autocomplete: 'current-password',
    },
    ...passwordFields(passwordHint(context)),
  ],
})}
<p class="after"><a href="${context.root}/account/recovery">Forgot your password?</a></p>`,
})

const changed = {
  title: 'Your password has been changed',
  body: html`<p class="notice good" role="status">Your password has been changed.</p>
<h1>Sign in again</h1>
<p>Use your new password. You were signed out on all devices.</p>
<p class="quiet">You can close this page.</p>`,
}

/** The same message for every reason, so that it does not reveal whether the account exists (T72). */
const rejected = 'The account or the password is incorrect, or this password cannot be changed now.'

export const password = {
  async getPasswordPage(_request, context) {
    return pageResponse(200, await request({}, {}, context), context.root)
  },

  async postPasswordPage({ body }, context) {
    const input = { login: trimmed(body.login), organization: trimmed(body.organization) }
    const again = async (errors: FormErrors) =>
      pageResponse(400, await request(input, errors, context), context.root)
    if (input.login === undefined) return again({ login: 'Enter your email address or username.' })
    const { current_password: original = '', password: chosen = '' } = body
    if (original === '') return again({ current_password: 'Enter your current password.' })
    const errors = checkRepeatedPassword(body)
    if (Object.keys(errors).length > 0) return again(errors)
    const domain = input.organization === undefined ? undefined : { name: input.organization }
    try {
      await context.run(changePassword, { user: { login: input.login, domain }, original, password: chosen })
      return pageResponse(200, changed, context.root)
    } catch (thrown) {
      if (isDomainError(thrown, 'unauthenticated')) return again({ current_password: rejected })
      return again(toFormErrors(thrown, ['password']))
    }
  },
} satisfies Pick<PageHandlers<typeof contract>, 'getPasswordPage' | 'postPasswordPage'>
