import { html } from '../../../http/html.ts'
import { layout } from './layout.ts'
import { rank } from './rank.ts'
import { searchEntries } from './search-index.ts'

/** What a search finds, for browsers without scripts. */
export const resultsPage = (query: string, docs: string): string => {
  const found = rank(searchEntries(), query, 50)
  const count =
    found.length === 1 ? '1 result' : `${found.length === 50 ? 'The first 50' : found.length} results`
  const main = html`<h1>Search</h1>
<p class="lead">${count} for “${query}”</p>
<ol class="results">
${found.map(
  ({ kind, name, about, url }) =>
    html`<li><a href="${docs.replace(/docs$/, '')}${url}">${name}</a> <span class="quiet">${kind}</span><br>${about}</li>`,
)}
</ol>`
  return layout({ docs, name: '?q', title: 'Search', main, query })
}
