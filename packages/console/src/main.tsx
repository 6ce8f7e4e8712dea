import './styles/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { applyAppearance } from './app/appearance.ts'
import { chosenLanguage, loadMessages } from './messages/languages.ts'

applyAppearance()
const language = chosenLanguage()
const element = document.getElementById('app')
if (element)
  createRoot(element).render(<App initial={{ language, messages: await loadMessages(language) }} />)
