import { type Html, html } from '../../http/html.ts'

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
  const plain = type === 'text' ? html` autocapitalize="none" spellcheck="false"` : undefined
  const input = html`<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}"${kept}${plain}${
    optional ? undefined : html` required`
  }${invalid}${describedBy}${focus}>`
  return html`<div class="field">
${[
  html`<label for="${name}">${label}${optional ? html` <span class="quiet">(optional)</span>` : undefined}</label>`,
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

const summary = (errors: FormErrors): Html | undefined => {
  const count = Object.keys(errors).length
  if (count === 0) return undefined
  const what =
    count === 1 ? 'Please correct the field marked below.' : 'Please correct the fields marked below.'
  return html`<p class="notice bad" role="alert">${what}</p>`
}

/** Not submitted with the form: the link identifies the account. */
const accountField = (account: string): Html => html`<div class="field">
<label for="account">Email address</label>
<input id="account" type="text" autocomplete="username" readonly value="${account}">
</div>`

export const form = ({ action, fields, button, errors, token, account }: Form): Html =>
  html`${[
    summary(errors),
    html`<form method="post" action="${action}">`,
    token === undefined ? undefined : html`<input type="hidden" name="token" value="${token}">`,
    account === undefined ? undefined : accountField(account),
    ...fields.map((one) => field(one, errors)),
    html`<button type="submit">${button}</button>`,
    html`</form>`,
  ]}`

/** The new password and its confirmation. */
export const passwordFields = (hint: string | undefined): readonly Field[] => [
  { name: 'password', label: 'New password', type: 'password', autocomplete: 'new-password', hint },
  {
    name: 'password_again',
    label: 'Confirm the new password',
    type: 'password',
    autocomplete: 'new-password',
  },
]

export const loginFields = (
  login: string | undefined,
  organization: string | undefined,
  asksOrganization: boolean,
): readonly Field[] => [
  {
    name: 'login',
    label: 'Email address or username',
    type: 'text',
    autocomplete: 'username',
    value: login,
  },
  ...(asksOrganization || organization !== undefined ? [organizationField(organization)] : []),
]

const organizationField = (value: string | undefined): Field => ({
  name: 'organization',
  label: 'Organization',
  type: 'text',
  autocomplete: 'organization',
  value,
  optional: true,
  hint: 'Leave this empty unless your administrator gave you an organization name.',
})
