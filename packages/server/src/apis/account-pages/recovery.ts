import type { account as contract } from '@muster/contract/account-pages/account.ts'
import { getRecovery, type ShownRecovery } from '../../core/accounts/recovery/get-recovery.ts'
import { requestRecovery } from '../../core/accounts/recovery/request-recovery.ts'
import { resetPassword } from '../../core/accounts/recovery/reset-password.ts'
import { isDomainError } from '../../core/kernel/domain-error.ts'
import { html } from '../../http/html.ts'
import { type FormErrors, form, loginFields, passwordFields } from './fields.ts'
import { checkRepeatedPassword, continueLink, pageResponse, toFormErrors, trimmed } from './page-responses.ts'
import { asksOrganization, type PageContext, type PageHandlers, passwordHint } from './request-context.ts'

const action = ({ root }: PageContext) => `${root}/account/recovery`

type RequestInfo = { readonly login?: string | undefined; readonly organization?: string | undefined }

const requestPage = async (
  { login, organization }: RequestInfo,
  errors: FormErrors,
  context: PageContext,
) => ({
  title: Object.keys(errors).length === 0 ? 'Forgot your password?' : 'Error: Forgot your password?',
  body: html`<h1>Forgot your password?</h1>
<p class="quiet">Enter your email address or username. We will email you a link to choose a new password.</p>
${form({
  action: action(context),
  errors,
  button: 'Send the link',
  fields: loginFields(login, organization, await asksOrganization(context)),
})}`,
})

/** The same page for every request: only the mailbox shows whether the account exists (T72). */
const requested = {
  title: 'Check your email',
  body: html`<h1>Check your email</h1>
<p>If there is an account with that name and an email address, we have sent a link to choose a password to that
address.</p>
<p class="after">The link works once and expires soon. If no email arrives within a few minutes, check your spam
folder, or ask your administrator for help.</p>`,
}

const textsOf = (first: boolean) =>
  first
    ? { title: 'Choose a password', hint: 'Your account has no password yet.', button: 'Save the password' }
    : {
        title: 'Choose a new password',
        hint: 'Changing the password signs you out on all devices.',
        button: 'Change the password',
      }

const choose = (
  { email, first }: ShownRecovery,
  token: string,
  errors: FormErrors,
  context: PageContext,
) => ({
  title: `${Object.keys(errors).length === 0 ? '' : 'Error: '}${textsOf(first).title}`,
  body: html`<h1>${textsOf(first).title}</h1>
<p class="quiet">${textsOf(first).hint}</p>
${form({
  action: action(context),
  token,
  account: email,
  errors,
  button: textsOf(first).button,
  fields: passwordFields(passwordHint(context)),
})}`,
})

const changed = ({ email, returnUrl }: ShownRecovery) => ({
  title: 'Your password has been changed',
  body: html`<p class="notice good" role="status">Your password has been changed.</p>
<h1>Sign in again</h1>
<p>Use your new password for <strong>${email}</strong>. You were signed out on all devices.</p>
${continueLink(returnUrl)}`,
})

const unusable = (context: PageContext) => ({
  title: 'This link cannot be used',
  body: html`<h1>This link cannot be used</h1>
<p>It was already used or has expired.</p>
<p class="after"><a href="${action(context)}">Request a new link</a></p>`,
})

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
    if (token === undefined) return pageResponse(200, await requestPage({}, {}, context), context.root)
    const secret = typeof token === 'string' ? token : ''
    const shown = await shownOf(secret, context)
    if (!shown) return pageResponse(404, unusable(context), context.root)
    return pageResponse(200, choose(shown, secret, {}, context), context.root)
  },

  /** With a token it sets the password, otherwise it requests a link; no other field decides this (T90). */
  async postRecoveryPage({ body }, context) {
    return body.token === undefined ? request(body, context) : reset(body.token, body, context)
  },
} satisfies Pick<PageHandlers<typeof contract>, 'getRecoveryPage' | 'postRecoveryPage'>

const request = async (body: RequestInfo, context: PageContext) => {
  const input = { login: trimmed(body.login), organization: trimmed(body.organization) }
  const again = async (errors: FormErrors) =>
    pageResponse(400, await requestPage(input, errors, context), context.root)
  if (input.login === undefined) return again({ login: 'Enter your email address or username.' })
  const domain = input.organization === undefined ? undefined : { name: input.organization }
  try {
    await context.run(requestRecovery, { login: input.login, domain })
  } catch (thrown) {
    const { username } = toFormErrors(thrown, ['username'])
    return again({ login: username ?? '' })
  }
  return pageResponse(200, requested, context.root)
}

type Passwords = { readonly password?: string; readonly password_again?: string }

const reset = async (token: string, body: Passwords, context: PageContext) => {
  const shown = await shownOf(token, context)
  if (!shown) return pageResponse(404, unusable(context), context.root)
  const again = (errors: FormErrors) => pageResponse(400, choose(shown, token, errors, context), context.root)
  const errors = checkRepeatedPassword(body)
  if (Object.keys(errors).length > 0) return again(errors)
  try {
    await context.run(resetPassword, { secret: token, password: body.password ?? '' })
    return pageResponse(200, changed(shown), context.root)
  } catch (thrown) {
    if (isUnusable(thrown)) return pageResponse(404, unusable(context), context.root)
    return again(toFormErrors(thrown, ['password']))
  }
}
