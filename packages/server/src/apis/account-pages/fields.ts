import { type Html, html } from '../../http/html.ts'

/** What is wrong, by the names of fields. */
export type Wrongs = Readonly<Record<string, string>>

type Field = {
  readonly name: string
  readonly label: string
  readonly type: 'text' | 'password'
  readonly autocomplete: string
  readonly hint?: string | undefined
  /** What was typed before; never a password. */
  readonly value?: string | undefined
  readonly optional?: boolean
}

/**
 * A labelled input. What is wrong with it stands below, is told with it by screen readers, and the first wrong one
 * has the focus.
 */
const field = (
  { name, label, type, autocomplete, hint, value, optional = false }: Field,
  wrongs: Wrongs,
): Html => {
  const wrong = wrongs[name]
  const told = [
    ...(wrong === undefined ? [] : [`${name}-wrong`]),
    ...(hint === undefined ? [] : [`${name}-hint`]),
  ]
  const describedBy = told.length === 0 ? undefined : html` aria-describedby="${told.join(' ')}"`
  const invalid = wrong === undefined ? undefined : html` aria-invalid="true"`
  const focus = Object.keys(wrongs)[0] === name ? html` autofocus` : undefined
  const kept = value === undefined || value === '' ? undefined : html` value="${value}"`
  // Names and addresses are nothing that a browser should correct.
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
  readonly wrongs: Wrongs
  /** What the link carried. */
  readonly token?: string | undefined
  /** Whose password it is, for programs that keep passwords. */
  readonly account?: string | undefined
}

const summary = (wrongs: Wrongs): Html | undefined => {
  const count = Object.keys(wrongs).length
  if (count === 0) return undefined
  const what =
    count === 1 ? 'Please correct the field marked below.' : 'Please correct the fields marked below.'
  return html`<p class="notice bad" role="alert">${what}</p>`
}

/** Not sent with the form: the link says whose password it is. */
const accountField = (account: string): Html => html`<div class="field">
<label for="account">Email address</label>
<input id="account" type="text" autocomplete="username" readonly value="${account}">
</div>`

export const form = ({ action, fields, button, wrongs, token, account }: Form): Html =>
  html`${[
    summary(wrongs),
    html`<form method="post" action="${action}">`,
    token === undefined ? undefined : html`<input type="hidden" name="token" value="${token}">`,
    account === undefined ? undefined : accountField(account),
    ...fields.map((one) => field(one, wrongs)),
    html`<button type="submit">${button}</button>`,
    html`</form>`,
  ]}`

/** A password, twice. */
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
