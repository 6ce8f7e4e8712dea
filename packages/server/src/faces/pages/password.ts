import type { account as contract } from '@muster/contract/pages/account.ts'
import { isRefusal } from '../../core/refusal.ts'
import { changePassword } from '../../core/users/change-password.ts'
import { html } from '../../http/html.ts'
import { answer, asWrongs, typed, typedWrong } from './answers.ts'
import { form, loginFields, passwordFields, type Wrongs } from './fields.ts'
import { type PageHandlers, type PageVisit, passwordHint } from './visit.ts'

type Typed = { readonly login?: string | undefined; readonly organization?: string | undefined }

const ask = ({ login, organization }: Typed, wrongs: Wrongs, visit: PageVisit) => ({
  title: Object.keys(wrongs).length === 0 ? 'Change your password' : 'Error: Change your password',
  body: html`<h1>Change your password</h1>
<p class="quiet">For a temporary password, one that has expired, or whenever you like.</p>
${form({
  action: `${visit.root}/account/password`,
  wrongs,
  button: 'Change the password',
  fields: [
    ...loginFields(login, organization),
    {
      name: 'current_password',
      label: 'Current or temporary password',
      type: 'password',
      autocomplete: 'current-password',
    },
    ...passwordFields(passwordHint(visit)),
  ],
})}
<p class="after"><a href="${visit.root}/account/recovery">Forgotten your password?</a></p>`,
})

const changed = {
  title: 'Your password is changed',
  body: html`<p class="notice good" role="status">Your password is changed.</p>
<h1>Sign in with the new one</h1>
<p>You were signed out everywhere: sign in again where you need to.</p>
<p class="quiet">You can close this page.</p>`,
}

/** The same whatever the reason: nobody learns here who has an account (T72). */
const notRight =
  'The name, the organization or the password is not right, or the password may not be changed now.'

export const password = {
  async getPasswordPage(_ask, visit) {
    return answer(200, ask({}, {}, visit), visit.root)
  },

  async postPasswordPage({ body }, visit) {
    const given = { login: typed(body.login), organization: typed(body.organization) }
    const again = (wrongs: Wrongs) => answer(400, ask(given, wrongs, visit), visit.root)
    if (given.login === undefined) return again({ login: 'Give your email address or your username.' })
    const { current_password: original = '', password: chosen = '' } = body
    if (original === '') return again({ current_password: 'Give the password that holds until now.' })
    const wrongs = typedWrong(body)
    if (Object.keys(wrongs).length > 0) return again(wrongs)
    const domain = given.organization === undefined ? undefined : { name: given.organization }
    try {
      await visit.run(changePassword, { user: { login: given.login, domain }, original, password: chosen })
      return answer(200, changed, visit.root)
    } catch (thrown) {
      if (isRefusal(thrown, 'unauthenticated')) return again({ current_password: notRight })
      return again(asWrongs(thrown, ['password']))
    }
  },
} satisfies Pick<PageHandlers<typeof contract>, 'getPasswordPage' | 'postPasswordPage'>
