import { directionOf, type Language } from '@muster/messages/languages.ts'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { I18nProvider } from 'react-aria-components'
import { loadMessages, storeLanguage } from '../messages/language-choice.ts'
import { type Localized, MessagesContext } from '../messages/use-messages.ts'
import { queryClient } from './query-client.ts'
import { router } from './router.ts'

type Initial = Pick<Localized, 'language' | 'messages'>

export const App = ({ initial }: { readonly initial: Initial }) => {
  const [current, setCurrent] = useState(initial)
  useEffect(() => {
    document.documentElement.lang = current.language
    document.documentElement.dir = directionOf(current.language)
  }, [current.language])
  const setLanguage = useCallback(async (language: Language) => {
    const messages = await loadMessages(language)
    storeLanguage(language)
    setCurrent({ language, messages })
  }, [])
  return (
    <MessagesContext value={{ ...current, setLanguage }}>
      <I18nProvider locale={current.language}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </I18nProvider>
    </MessagesContext>
  )
}
