import type { account as contract } from '@muster/contract/account-pages/account.ts'
import { acceptInvitation } from '../../core/accounts/invitations/accept-invitation.ts'
import { getInvitation, type ShownInvitation } from '../../core/accounts/invitations/invitations.ts'
import { isDomainError } from '../../core/kernel/domain-error.ts'
import { html } from '../../http/html.ts'
import { type FormErrors, form, passwordFields } from './fields.ts'
import { checkRepeatedPassword, continueLink, pageResponse, toFormErrors, trimmed } from './page-responses.ts'
import { type PageContext, type PageHandlers, passwordHint } from './request-context.ts'

type Typed = { readonly token: string; readonly name?: string | undefined }

const request = (
  { email, domainName }: ShownInvitation,
  { token, name }: Typed,
  errors: FormErrors,
  context: PageContext,
) => ({
  title: Object.keys(errors).length === 0 ? 'Accept your invitation' : 'Error: Accept your invitation',
  body: html`<h1>Welcome to ${domainName}</h1>
<p class="quiet">Choose a password to activate your account.</p>
${form({
  action: `${context.root}/account/invitation`,
  token,
  account: email,
  errors,
  button: 'Accept the invitation',
  fields: [
    {
      name: 'display_name',
      label: 'Your name',
      type: 'text',
      autocomplete: 'name',
      value: name,
      optional: true,
    },
    ...passwordFields(passwordHint(context)),
  ],
})}`,
})

const accepted = ({ email, returnUrl }: ShownInvitation, username: string) => ({
  title: 'Your account is ready',
  body: html`<p class="notice good" role="status">The invitation is accepted.</p>
<h1>Your account is ready</h1>
<p>Sign in with ${
    username === email
      ? html`<strong>${email}</strong>`
      : html`your username <strong>${username}</strong> or your email address <strong>${email}</strong>`
  } and your new password.</p>
${continueLink(returnUrl)}`,
})

const unusable = {
  title: 'This invitation cannot be used',
  body: html`<h1>This invitation cannot be used</h1>
<p>It was already used, was replaced or withdrawn, or has expired.</p>
<p class="after">If you already accepted it, sign in with the password you chose. Otherwise ask the person who invited
you for a new invitation.</p>`,
}

/** The invitation of a link; undefined if the link is invalid. */
const shownOf = async (secret: string, { run }: PageContext): Promise<ShownInvitation | undefined> =>
  run(getInvitation, { secret }).catch(orUnusable)

const orUnusable = (thrown: unknown): undefined => {
  if (isDomainError(thrown) && thrown.code === 'invitation_invalid') return undefined
  throw thrown
}

export const invitation = {
  /** Changes nothing, because mail scanners follow links too. */
  async getInvitationPage({ query }, context) {
    const token = typeof query['token'] === 'string' ? query['token'] : ''
    const shown = await shownOf(token, context)
    if (!shown) return pageResponse(404, unusable, context.root)
    return pageResponse(200, request(shown, { token }, {}, context), context.root)
  },

  async postInvitationPage({ body }, context) {
    const { token = '', password = '' } = body
    const shown = await shownOf(token, context)
    if (!shown) return pageResponse(404, unusable, context.root)
    const name = trimmed(body.display_name)
    const again = (errors: FormErrors) =>
      pageResponse(400, request(shown, { token, name }, errors, context), context.root)
    const errors = checkRepeatedPassword(body)
    if (Object.keys(errors).length > 0) return again(errors)
    try {
      const user = await context.run(acceptInvitation, { secret: token, password, displayName: name })
      return pageResponse(200, accepted(shown, user.name), context.root)
    } catch (thrown) {
      if (isDomainError(thrown) && thrown.code === 'invitation_invalid')
        return pageResponse(404, unusable, context.root)
      return again(toFormErrors(thrown, ['password', 'display_name']))
    }
  },
} satisfies Pick<PageHandlers<typeof contract>, 'getInvitationPage' | 'postInvitationPage'>
