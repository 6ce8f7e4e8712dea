import type { account as contract } from '@muster/contract/account-pages/account.ts'
import { isolate } from '@muster/messages/isolate.ts'
import { getRecovery, type ShownRecovery } from '../../core/accounts/recovery/get-recovery.ts'
import { requestRecovery } from '../../core/accounts/recovery/request-recovery.ts'
import { resetPassword } from '../../core/accounts/recovery/reset-password.ts'
import { isDomainError } from '../../core/kernel/domain-error.ts'
import { html } from '../../http/html.ts'
import { type FormErrors, form, loginFields, passwordFields } from './fields.ts'
import { linkTo } from './layout.ts'
import {
  checkRepeatedPassword,
  continueLink,
  pageResponse,
  titleOf,
  toFormErrors,
  trimmed,
} from './page-responses.ts'
import { asksOrganization, type PageContext, type PageHandlers, passwordHint } from './request-context.ts'
import { sentence } from './sentence.ts'

const action = (context: PageContext) => linkTo('/account/recovery', context)

type RequestInfo = { readonly login?: string | undefined; readonly organization?: string | undefined }

const requestPage = async (input: RequestInfo, errors: FormErrors, context: PageContext) => {
  const { requestLink: texts } = context.texts
  return {
    title: titleOf(texts.title, errors, context),
    body: html`<h1>${texts.title}</h1>
<p class="quiet">${texts.text}</p>
${form(
  {
    action: action(context),
    errors,
    button: texts.button,
    fields: loginFields(input, await asksOrganization(context), context),
  },
  context,
)}`,
  }
}

/** The same page for every request: only the mailbox shows whether the account exists (T72). */
const requested = ({ texts: { linkRequested: texts } }: PageContext) => ({
  title: texts.title,
  isResult: true,
  body: html`<h1>${texts.title}</h1>
<p>${texts.text}</p>
<p class="after">${texts.help}</p>`,
})

const choose = ({ email, first }: ShownRecovery, token: string, errors: FormErrors, context: PageContext) => {
  const texts = first ? context.texts.chooseFirst : context.texts.chooseNew
  return {
    title: titleOf(texts.title, errors, context),
    token,
    body: html`<h1>${texts.title}</h1>
<p class="quiet">${texts.text}</p>
${form(
  {
    action: action(context),
    token,
    account: email,
    errors,
    button: texts.button,
    fields: passwordFields(passwordHint(context), context),
  },
  context,
)}`,
  }
}

const changed = ({ email, returnUrl }: ShownRecovery, context: PageContext) => {
  const { passwordChanged: texts } = context.texts
  return {
    title: texts.title,
    isResult: true,
    body: html`<p class="notice good" role="status">${texts.notice}</p>
<h1>${texts.heading}</h1>
<p>${sentence(texts.textFor(isolate(email)))}</p>
${continueLink(returnUrl, context)}`,
  }
}

const unusable = (context: PageContext) => {
  const { linkUnusable: texts } = context.texts
  return pageResponse(
    404,
    {
      title: texts.title,
      // Any token without a recovery request shows this page; that of the client is not repeated (T66).
      token: '',
      body: html`<h1>${texts.title}</h1>
<p>${texts.text}</p>
<p class="after"><a href="${action(context)}">${texts.again}</a></p>`,
    },
    context,
  )
}

const isUnusable = (thrown: unknown) => isDomainError(thrown) && thrown.code === 'recovery_invalid'

/** The recovery request of a link; undefined if the link is invalid. */
const shownOf = (secret: string, { run }: PageContext): Promise<ShownRecovery | undefined> =>
  run(getRecovery, { secret }).catch((thrown) => {
    if (isUnusable(thrown)) return undefined
    throw thrown
  })

export const recovery = {
  async getRecoveryPage({ query }, context) {
    const { token } = query
    if (token === undefined) return pageResponse(200, await requestPage({}, {}, context), context)
    const secret = typeof token === 'string' ? token : ''
    const shown = await shownOf(secret, context)
    if (!shown) return unusable(context)
    return pageResponse(200, choose(shown, secret, {}, context), context)
  },

  /** With a token it sets the password, otherwise it requests a link; no other field decides this (T90). */
  async postRecoveryPage({ body }, context) {
    return body.token === undefined ? request(body, context) : reset(body.token, body, context)
  },
} satisfies Pick<PageHandlers<typeof contract>, 'getRecoveryPage' | 'postRecoveryPage'>

const request = async (body: RequestInfo, context: PageContext) => {
  const input = { login: trimmed(body.login), organization: trimmed(body.organization) }
  const again = async (errors: FormErrors) =>
    pageResponse(400, await requestPage(input, errors, context), context)
  if (input.login === undefined) return again({ login: context.texts.fieldErrors.login })
  const domain = input.organization === undefined ? undefined : { name: input.organization }
  try {
    await context.run(requestRecovery, { login: input.login, domain, language: context.preferred })
  } catch (thrown) {
    const { username } = toFormErrors(thrown, ['username'], context)
    return again({ login: username ?? '' })
  }
  return pageResponse(200, requested(context), context)
}

type Passwords = { readonly password?: string; readonly password_again?: string }

const reset = async (token: string, body: Passwords, context: PageContext) => {
  const shown = await shownOf(token, context)
  if (!shown) return unusable(context)
  const again = (errors: FormErrors) => pageResponse(400, choose(shown, token, errors, context), context)
  const errors = checkRepeatedPassword(body, context)
  if (Object.keys(errors).length > 0) return again(errors)
  try {
    await context.run(resetPassword, { secret: token, password: body.password ?? '' })
    return pageResponse(200, changed(shown, context), context)
  } catch (thrown) {
    if (isUnusable(thrown)) return unusable(context)
    return again(toFormErrors(thrown, ['password'], context))
  }
}
