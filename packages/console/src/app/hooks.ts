import type { Hooks } from '@muster/sdk'
import { removeDeleted } from './deleted-objects.ts'
import { reportSessionNews } from './session-news.ts'

/** What every response means for the whole console, of both APIs. */
export const hooks: Hooks = {
  onResponse: (response) => {
    reportSessionNews(response)
    removeDeleted(response)
  },
}
