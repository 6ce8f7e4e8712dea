import './styles/base.css'
import { ApiError } from '@muster/sdk'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { applyAppearance } from './app/appearance.ts'
import { NotAllowed } from './app/me.ts'
import { chosenLanguage, loadMessages } from './messages/language-choice.ts'

applyAppearance()
const language = chosenLanguage()
const element = document.getElementById('app')
/** What a page shows in its place is no failure of the console: the server, or the rules, did not allow it. */
const onCaughtError = (error: unknown) => {
  if (!(error instanceof ApiError || error instanceof NotAllowed)) reportError(error)
}
if (element)
  createRoot(element, { onCaughtError }).render(
    <App initial={{ language, messages: await loadMessages(language) }} />,
  )
