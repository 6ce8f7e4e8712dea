import type { account as contract } from '@muster/contract/pages/account.ts'
import { getRecovery, type ShownRecovery } from '../../core/recovery/get-recovery.ts'
import { requestRecovery } from '../../core/recovery/request-recovery.ts'
import { resetPassword } from '../../core/recovery/reset-password.ts'
import { isRefusal } from '../../core/refusal.ts'
import { html } from '../../http/html.ts'
import { answer, asWrongs, typed, typedWrong } from './answers.ts'
import { form, loginFields, passwordFields, type Wrongs } from './fields.ts'
import { type PageHandlers, type PageVisit, passwordHint } from './visit.ts'

const action = ({ root }: PageVisit) => `${root}/account/recovery`

type Asked = { readonly login?: string | undefined; readonly organization?: string | undefined }

const ask = ({ login, organization }: Asked, wrongs: Wrongs, visit: PageVisit) => ({
  title: Object.keys(wrongs).length === 0 ? 'Forgotten password' : 'Error: Forgotten password',
  body: html`<h1>Forgotten your password?</h1>
<p class="quiet">Say who you are, and a link for choosing a new one is sent to your email address.</p>
${form({
  action: action(visit),
  wrongs,
  button: 'Send the link',
  fields: loginFields(login, organization),
})}`,
})

/** The same for everybody: only the mailbox tells whether there is such a user (T72). */
const asked = {
  title: 'Look into your mailbox',
  body: html`<h1>Look into your mailbox</h1>
<p>If there is an account of that name with an email address, a link for choosing a new password is on its way to
that address.</p>
<p class="after">It works once, for a short time. If no letter comes within a few minutes, look among the unwanted
ones, or ask whoever made your account.</p>`,
}

const chooseWords = (first: boolean) =>
  first
    ? { title: 'Choose a password', hint: 'Your account has no password yet.', button: 'Save the password' }
    : {
        title: 'Choose a new password',
        hint: 'Changing the password signs you out on all devices.',
        button: 'Change the password',
      }

const choose = ({ email, first }: ShownRecovery, token: string, wrongs: Wrongs, visit: PageVisit) => ({
  title: `${Object.keys(wrongs).length === 0 ? '' : 'Error: '}${chooseWords(first).title}`,
  body: html`<h1>${chooseWords(first).title}</h1>
<p class="quiet">${chooseWords(first).hint}</p>
${form({
  action: action(visit),
  token,
  account: email,
  wrongs,
  button: chooseWords(first).button,
  fields: passwordFields(passwordHint(visit)),
})}`,
})

const changed = (email: string) => ({
  title: 'Your password is changed',
  body: html`<p class="notice good" role="status">Your password is changed.</p>
<h1>Sign in again</h1>
<p>From now on the new password holds for <strong>${email}</strong>. You were signed out everywhere: sign in again
where you need to.</p>
<p class="quiet">You can close this page.</p>`,
})

const unusable = (visit: PageVisit) => ({
  title: 'This link cannot be used',
  body: html`<h1>This link cannot be used</h1>
<p>It was used before, or is over.</p>
<p class="after"><a href="${action(visit)}">Ask for a new link</a></p>`,
})

const isUnusable = (thrown: unknown) => isRefusal(thrown) && thrown.code === 'recovery_invalid'

/** Undefined for a link that is worth nothing. */
const shownOf = (secret: string, { run }: PageVisit): Promise<ShownRecovery | undefined> =>
  run(getRecovery, { secret }).catch((thrown) => {
    if (isUnusable(thrown)) return undefined
    throw thrown
  })

export const recovery = {
  async getRecoveryPage({ query }, visit) {
    const { token } = query
    if (token === undefined) return answer(200, ask({}, {}, visit), visit.root)
    const secret = typeof token === 'string' ? token : ''
    const shown = await shownOf(secret, visit)
    if (!shown) return answer(404, unusable(visit), visit.root)
    return answer(200, choose(shown, secret, {}, visit), visit.root)
  },

  /** A token decides which of the two it is, whatever else is there: what is missing skips no step (T90). */
  async postRecoveryPage({ body }, visit) {
    return body.token === undefined ? request(body, visit) : reset(body.token, body, visit)
  },
} satisfies Pick<PageHandlers<typeof contract>, 'getRecoveryPage' | 'postRecoveryPage'>

const request = async (body: Asked, visit: PageVisit) => {
  const given = { login: typed(body.login), organization: typed(body.organization) }
  const again = (wrongs: Wrongs) => answer(400, ask(given, wrongs, visit), visit.root)
  if (given.login === undefined) return again({ login: 'Give your email address or your username.' })
  const domain = given.organization === undefined ? undefined : { name: given.organization }
  try {
    await visit.run(requestRecovery, { login: given.login, domain })
  } catch (thrown) {
    const { username } = asWrongs(thrown, ['username'])
    return again({ login: username ?? '' })
  }
  return answer(200, asked, visit.root)
}

type Passwords = { readonly password?: string; readonly password_again?: string }

const reset = async (token: string, body: Passwords, visit: PageVisit) => {
  const shown = await shownOf(token, visit)
  if (!shown) return answer(404, unusable(visit), visit.root)
  const again = (wrongs: Wrongs) => answer(400, choose(shown, token, wrongs, visit), visit.root)
  const wrongs = typedWrong(body)
  if (Object.keys(wrongs).length > 0) return again(wrongs)
  try {
    await visit.run(resetPassword, { secret: token, password: body.password ?? '' })
    return answer(200, changed(shown.email), visit.root)
  } catch (thrown) {
    if (isUnusable(thrown)) return answer(404, unusable(visit), visit.root)
    return again(asWrongs(thrown, ['password']))
  }
}
