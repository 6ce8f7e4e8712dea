import { byId } from './elements.ts'

/** The secret is only here: not in storage, in a URL or in an attribute, and gone with the page. */
let secret = ''

export const currentSecret = (): string => secret

/** Only these characters can be in a header; secrets have no others. */
const isSecret = (text: string): boolean => /^[\x21-\x7e]+$/.test(text)

export const readCredential = (): void => {
  const section = byId('credential')
  const input = byId<HTMLInputElement>('secret')
  const use = byId<HTMLButtonElement>('use-secret')
  const clear = byId<HTMLButtonElement>('clear-secret')
  const state = byId('secret-state')
  if (!section || !input || !use || !clear || !state) return
  const set = (value: string, text: string) => {
    secret = value
    input.value = ''
    clear.disabled = value === ''
    state.textContent = text
  }
  const accept = () => {
    const typed = input.value.trim()
    if (!isSecret(typed)) return set('', 'This is not a secret. Paste the secret of an API key or a session.')
    // The prefix identifies a key or a session without revealing it.
    set(typed, `A credential is set: ${/^mst_[ks]_/.exec(typed)?.[0] ?? ''}…`)
  }
  use.addEventListener('click', accept)
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') accept()
  })
  const removeAll = () => {
    set('', 'No credential is set.')
    // Responses can contain secrets too.
    for (const answer of document.querySelectorAll('.answer')) answer.replaceChildren()
  }
  clear.addEventListener('click', () => {
    removeAll()
    input.focus()
  })
  // A page that the browser keeps for its back button must not keep the secret.
  addEventListener('pagehide', removeAll)
  section.hidden = false
}
