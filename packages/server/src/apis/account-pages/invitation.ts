import type { account as contract } from '@muster/contract/account-pages/account.ts'
import { isolate } from '@muster/messages/isolate.ts'
import { acceptInvitation } from '../../core/accounts/invitations/accept-invitation.ts'
import { getInvitation, type ShownInvitation } from '../../core/accounts/invitations/invitations.ts'
import { isDomainError } from '../../core/kernel/domain-error.ts'
import { html } from '../../http/html.ts'
import { type FormErrors, form, passwordFields } from './fields.ts'
import { linkTo } from './layout.ts'
import {
  checkRepeatedPassword,
  continueLink,
  pageResponse,
  titleOf,
  toFormErrors,
  trimmed,
} from './page-responses.ts'
import { type PageContext, type PageHandlers, passwordHint } from './request-context.ts'
import { sentence } from './sentence.ts'

type Typed = { readonly token: string; readonly name?: string | undefined }

const request = (
  { email, domainName }: ShownInvitation,
  { token, name }: Typed,
  errors: FormErrors,
  context: PageContext,
) => {
  const { acceptInvitation: texts, fields } = context.texts
  return {
    title: titleOf(texts.title, errors, context),
    token,
    body: html`<h1>${sentence(texts.welcome(isolate(domainName)))}</h1>
<p class="quiet">${texts.text}</p>
${form(
  {
    action: linkTo('/account/invitation', context),
    token,
    account: email,
    errors,
    button: texts.button,
    fields: [
      {
        name: 'display_name',
        label: fields.displayName,
        type: 'text',
        autocomplete: 'name',
        value: name,
        optional: true,
      },
      ...passwordFields(passwordHint(context), context),
    ],
  },
  context,
)}`,
  }
}

const accepted = ({ email, returnUrl }: ShownInvitation, username: string, context: PageContext) => {
  const { invitationAccepted: texts } = context.texts
  return {
    title: texts.title,
    isResult: true,
    body: html`<p class="notice good" role="status">${texts.notice}</p>
<h1>${texts.title}</h1>
<p>${sentence(
      username === email
        ? texts.signIn(isolate(email))
        : texts.signInNamed(isolate(username), isolate(email)),
    )}</p>
${continueLink(returnUrl, context)}`,
  }
}

const unusable = (context: PageContext) => {
  const { invitationUnusable: texts } = context.texts
  return pageResponse(
    404,
    {
      title: texts.title,
      body: html`<h1>${texts.title}</h1>
<p>${texts.text}</p>
<p class="after">${texts.help}</p>`,
    },
    context,
  )
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
    if (!shown) return unusable(context)
    return pageResponse(200, request(shown, { token }, {}, context), context)
  },

  async postInvitationPage({ body }, context) {
    const { token = '', password = '' } = body
    const shown = await shownOf(token, context)
    if (!shown) return unusable(context)
    const name = trimmed(body.display_name)
    const again = (errors: FormErrors) =>
      pageResponse(400, request(shown, { token, name }, errors, context), context)
    const errors = checkRepeatedPassword(body, context)
    if (Object.keys(errors).length > 0) return again(errors)
    try {
      const user = await context.run(acceptInvitation, {
        secret: token,
        password,
        displayName: name,
        language: context.preferred,
      })
      return pageResponse(200, accepted(shown, user.name, context), context)
    } catch (thrown) {
      if (isDomainError(thrown) && thrown.code === 'invitation_invalid') return unusable(context)
      return again(toFormErrors(thrown, ['password', 'display_name'], context))
    }
  },
} satisfies Pick<PageHandlers<typeof contract>, 'getInvitationPage' | 'postInvitationPage'>
