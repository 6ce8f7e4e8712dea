import { type Html, html } from '../../http/html.ts'
import type { PageContext } from './request-context.ts'

/** Error messages by field name. */
export type FormErrors = Readonly<Record<string, string>>

type Field = {
  readonly name: string
  readonly label: string
  readonly type: 'text' | 'password'
  readonly autocomplete: string
  readonly hint?: string | undefined
  /** The previous input; never a password. */
  readonly value?: string | undefined
  readonly optional?: boolean
}

/**
 * A labelled input. Its error is shown below and announced by screen readers; the first field with an error is
 * focused.
 */
const field = (
  { name, label, type, autocomplete, hint, value, optional = false }: Field,
  errors: FormErrors,
  { texts }: PageContext,
): Html => {
  const wrong = errors[name]
  const descriptions = [
    ...(wrong === undefined ? [] : [`${name}-wrong`]),
    ...(hint === undefined ? [] : [`${name}-hint`]),
  ]
  const describedBy =
    descriptions.length === 0 ? undefined : html` aria-describedby="${descriptions.join(' ')}"`
  const invalid = wrong === undefined ? undefined : html` aria-invalid="true"`
  const focus = Object.keys(errors)[0] === name ? html` autofocus` : undefined
  const kept = value === undefined || value === '' ? undefined : html` value="${value}"`
  // Browsers must not correct names and email addresses.
  const plain = type === 'text' ? html` autocapitalize="none" spellcheck="false" dir="auto"` : undefined
  const input = html`<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}"${kept}${plain}${
    optional ? undefined : html` required`
  }${invalid}${describedBy}${focus}>`
  return html`<div class="field">
${[
  html`<label for="${name}">${label}${optional ? html` <span class="quiet">${texts.fields.optional}</span>` : undefined}</label>`,
  input,
  hint === undefined ? undefined : html`<p class="hint" id="${name}-hint">${hint}</p>`,
  wrong === undefined ? undefined : html`<p class="wrong" id="${name}-wrong">${wrong}</p>`,
]}
</div>`
}

export type Form = {
  readonly action: string
  readonly fields: readonly Field[]
  readonly button: string
  readonly errors: FormErrors
  /** The token of the link. */
  readonly token?: string | undefined
  /** The account of the password, for password managers. */
  readonly account?: string | undefined
}

const summary = (errors: FormErrors, { texts }: PageContext): Html | undefined => {
  const count = Object.keys(errors).length
  if (count === 0) return undefined
  const what = count === 1 ? texts.fieldErrors.summaryOne : texts.fieldErrors.summaryMany
  return html`<p class="notice bad" role="alert">${what}</p>`
}

/** Not submitted with the form: the link identifies the account. */
const accountField = (account: string, { texts }: PageContext): Html => html`<div class="field">
<label for="account">${texts.fields.account}</label>
<input id="account" type="text" dir="auto" autocomplete="username" readonly value="${account}">
</div>`

export const form = ({ action, fields, button, errors, token, account }: Form, context: PageContext): Html =>
  html`${[
    summary(errors, context),
    html`<form method="post" action="${action}">`,
    token === undefined ? undefined : html`<input type="hidden" name="token" value="${token}">`,
    account === undefined ? undefined : accountField(account, context),
    ...fields.map((one) => field(one, errors, context)),
    html`<button type="submit">${button}</button>`,
    html`</form>`,
  ]}`

/** The new password and its confirmation. */
export const passwordFields = (
  hint: string | undefined,
  { texts: { fields } }: PageContext,
): readonly Field[] => [
  { name: 'password', label: fields.newPassword, type: 'password', autocomplete: 'new-password', hint },
  { name: 'password_again', label: fields.newPasswordAgain, type: 'password', autocomplete: 'new-password' },
]

type Login = { readonly login?: string | undefined; readonly organization?: string | undefined }

/** `asksOrganization`: whether there is a field for the organization also when it is empty. */
export const loginFields = (
  { login, organization }: Login,
  asksOrganization: boolean,
  context: PageContext,
): readonly Field[] => [
  { name: 'login', label: context.texts.fields.login, type: 'text', autocomplete: 'username', value: login },
  ...(asksOrganization || organization !== undefined ? [organizationField(organization, context)] : []),
]

const organizationField = (value: string | undefined, { texts: { fields } }: PageContext): Field => ({
  name: 'organization',
  label: fields.organization,
  type: 'text',
  autocomplete: 'organization',
  value,
  optional: true,
  hint: fields.organizationHint,
})
