import { type DocsEntry, maxQuery, rank } from '../src/apis/native/docs/rank.ts'
import { byId, docs, element } from './elements.ts'

/** The search of every page: a combobox with a listbox (WAI-ARIA APG), over an index that is loaded at the first use. */
const input = byId<HTMLInputElement>('q')
const list = byId<HTMLUListElement>('found')
const count = byId('found-count')

let loading: Promise<readonly DocsEntry[]> | undefined

const load = (): Promise<readonly DocsEntry[]> => {
  loading ??= fetch(`${docs}/index.json`, { credentials: 'omit' })
    .then((response) => response.json())
    .then(({ entries }) => entries as readonly DocsEntry[])
  loading.catch(() => {
    loading = undefined
  })
  return loading
}

const urlOf = ({ url }: DocsEntry): string => new URL(url, new URL(docs, location.origin)).href

const listen = (box: HTMLInputElement, options: HTMLUListElement, status: HTMLElement): void => {
  let active = -1
  let shown: readonly DocsEntry[] = []

  const close = () => {
    active = -1
    options.hidden = true
    box.setAttribute('aria-expanded', 'false')
    box.removeAttribute('aria-activedescendant')
  }
  const activate = (at: number) => {
    options.children[active]?.setAttribute('aria-selected', 'false')
    active = at
    const option = options.children[at]
    if (!option) return box.removeAttribute('aria-activedescendant')
    option.setAttribute('aria-selected', 'true')
    option.scrollIntoView({ block: 'nearest' })
    box.setAttribute('aria-activedescendant', option.id)
  }
  const open = (entry: DocsEntry | undefined) => {
    if (!entry) return
    close()
    location.href = urlOf(entry)
  }
  const show = async () => {
    const query = box.value.slice(0, maxQuery)
    const entries = await load().catch(() => [])
    // A newer input has its own results.
    if (box.value.slice(0, maxQuery) !== query) return
    shown = rank(entries, query, 20)
    active = -1
    box.removeAttribute('aria-activedescendant')
    options.replaceChildren(
      ...shown.map((entry, index) => {
        const option = element(
          'li',
          { role: 'option', id: `found-${index}`, 'aria-selected': 'false' },
          element('span', { class: 'kind' }, entry.kind),
          element('span', { class: 'name' }, entry.name),
          element('span', { class: 'about' }, entry.about),
        )
        option.addEventListener('click', () => open(entry))
        return option
      }),
    )
    options.hidden = shown.length === 0
    box.setAttribute('aria-expanded', String(shown.length > 0))
    if (query.trim() === '') status.textContent = ''
    else status.textContent = shown.length === 1 ? '1 result' : `${shown.length || 'No'} results`
  }

  box.setAttribute('role', 'combobox')
  box.setAttribute('aria-autocomplete', 'list')
  box.setAttribute('aria-controls', options.id)
  box.setAttribute('aria-expanded', 'false')
  box.addEventListener('focus', () => void load().catch(() => {}))
  box.addEventListener('input', () => void show())
  box.addEventListener('blur', close)
  // The blur would close the list before the click reaches its option.
  options.addEventListener('mousedown', (event) => event.preventDefault())
  box.addEventListener('keydown', (event) => {
    const last = shown.length - 1
    if (event.key === 'Escape' && !options.hidden) {
      event.preventDefault()
      return close()
    }
    if (options.hidden) return event.key === 'ArrowDown' ? void show() : undefined
    if (event.key === 'Enter' && active >= 0) {
      event.preventDefault()
      return open(shown[active])
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    if (event.key === 'ArrowDown') activate(active >= last ? 0 : active + 1)
    else activate(active <= 0 ? last : active - 1)
  })
  document.addEventListener('keydown', (event) => {
    const target = event.target as HTMLElement
    const isTyping = target.matches('input, textarea, select') || target.isContentEditable
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    box.focus()
    box.select()
  })
}

/** Follows a link to an operation or a noun that was on the start page in earlier versions: `docs#createUser`. */
const followOldAnchor = async (): Promise<void> => {
  const anchor = decodeURIComponent(location.hash.slice(1))
  if (anchor === '' || location.pathname.replace(/\/$/, '') !== docs || byId(anchor)) return
  const entries = await load()
  const wanted = anchor.startsWith('tag-') ? `docs/${anchor.slice(4)}` : undefined
  const found = entries.find(({ url }) => url === wanted || url.endsWith(`#${anchor}`))
  if (found) location.replace(urlOf(found))
}

if (input && list && count) listen(input, list, count)
followOldAnchor().catch(() => {})
