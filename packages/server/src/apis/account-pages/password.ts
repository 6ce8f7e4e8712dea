import type { account as contract } from '@muster/contract/account-pages/account.ts'
import { changePassword } from '../../core/accounts/passwords/change-password.ts'
import { isDomainError } from '../../core/kernel/domain-error.ts'
import { html } from '../../http/html.ts'
import { type FormErrors, form, loginFields, passwordFields } from './fields.ts'
import { linkTo } from './layout.ts'
import { checkRepeatedPassword, pageResponse, titleOf, toFormErrors, trimmed } from './page-responses.ts'
import { asksOrganization, type PageContext, type PageHandlers, passwordHint } from './request-context.ts'

type Typed = { readonly login?: string | undefined; readonly organization?: string | undefined }

const request = async (input: Typed, errors: FormErrors, context: PageContext) => {
  const { changePassword: texts, requestLink, fields } = context.texts
  return {
    title: titleOf(texts.title, errors, context),
    body: html`<h1>${texts.title}</h1>
<p class="quiet">${texts.text}</p>
${form(
  {
    action: linkTo('/account/password', context),
    errors,
    button: texts.button,
    fields: [
      ...loginFields(input, await asksOrganization(context), context),
      {
        name: 'current_password',
        label: fields.currentPassword,
        type: 'password',
        autocomplete: 'current-password',
      },
      ...passwordFields(passwordHint(context), context),
    ],
  },
  context,
)}
<p class="after"><a href="${linkTo('/account/recovery', context)}">${requestLink.title}</a></p>`,
  }
}

const changed = ({ texts: { passwordChanged: texts, closePage } }: PageContext) => ({
  title: texts.title,
  isResult: true,
  body: html`<p class="notice good" role="status">${texts.notice}</p>
<h1>${texts.heading}</h1>
<p>${texts.text}</p>
<p class="quiet">${closePage}</p>`,
})

export const password = {
  async getPasswordPage(_request, context) {
    return pageResponse(200, await request({}, {}, context), context)
  },

  async postPasswordPage({ body }, context) {
    const { fieldErrors, changePassword: texts } = context.texts
    const input = { login: trimmed(body.login), organization: trimmed(body.organization) }
    const again = async (errors: FormErrors) =>
      pageResponse(400, await request(input, errors, context), context)
    if (input.login === undefined) return again({ login: fieldErrors.login })
    const { current_password: original = '', password: chosen = '' } = body
    if (original === '') return again({ current_password: fieldErrors.currentPassword })
    const errors = checkRepeatedPassword(body, context)
    if (Object.keys(errors).length > 0) return again(errors)
    const domain = input.organization === undefined ? undefined : { name: input.organization }
    try {
      await context.run(changePassword, { user: { login: input.login, domain }, original, password: chosen })
      return pageResponse(200, changed(context), context)
    } catch (thrown) {
      // The same message for every reason, so that it does not reveal whether the account exists (T72).
      if (isDomainError(thrown, 'unauthenticated')) return again({ current_password: texts.rejected })
      return again(toFormErrors(thrown, ['password'], context))
    }
  },
} satisfies Pick<PageHandlers<typeof contract>, 'getPasswordPage' | 'postPasswordPage'>
