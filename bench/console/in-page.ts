/** Functions that Playwright runs in the page: they may use nothing outside of themselves. */

export type Started = {
  /** Milliseconds from the start of the navigation. */
  firstRow: number
  /** Cumulative layout shift. */
  shift: number
  /** Milliseconds. */
  longestTask: number
}

export const observeStart = (): void => {
  const started: Started = { firstRow: 0, shift: 0, longestTask: 0 }
  Object.assign(globalThis, { started })
  // biome-ignore lint/suspicious/noExplicitAny: the page has types that this program has not
  const page = globalThis as any
  new page.MutationObserver(() => {
    if (started.firstRow === 0 && page.document.querySelector('[data-index="0"]'))
      started.firstRow = page.performance.now()
  }).observe(page.document, { childList: true, subtree: true })
  const observe = (type: string, add: (entry: { duration: number; value: number }) => void) =>
    new page.PerformanceObserver((list: { getEntries(): { duration: number; value: number }[] }) => {
      for (const entry of list.getEntries()) add(entry)
    }).observe({ type, buffered: true })
  observe('layout-shift', ({ value }) => {
    started.shift += value
  })
  observe('longtask', ({ duration }) => {
    started.longestTask = Math.max(started.longestTask, duration)
  })
}

/** Sets `found` to a promise of the milliseconds from the next key until the first row contains the text. */
export const searchFor = (text: string): void => {
  // biome-ignore lint/suspicious/noExplicitAny: the page has types that this program has not
  const page = globalThis as any
  page.found = new Promise((resolve) => {
    page.document.addEventListener(
      'keydown',
      () => {
        const start = page.performance.now()
        const look = () => {
          const row = page.document.querySelector('[data-index="0"]')
          const isNew = page.location.search.includes(`search=${text}`)
          if (isNew && row?.textContent.toLowerCase().includes(text)) resolve(page.performance.now() - start)
          else page.requestAnimationFrame(look)
        }
        look()
      },
      { once: true, capture: true },
    )
  })
}

/** Scrolls as a fast wheel does, until that many rows have passed. */
export const scrollRows = (rows: number): Promise<{ longest: number; slow: number; count: number }> => {
  // biome-ignore lint/suspicious/noExplicitAny: the page has types that this program has not
  const page = globalThis as any
  const grid = page.document.querySelector('[role="grid"]')
  const rowHeight = 40
  return new Promise((resolve) => {
    let [longest, slow, count] = [0, 0, 0]
    let last = page.performance.now()
    const step = (now: number) => {
      const duration = now - last
      last = now
      count++
      longest = Math.max(longest, duration)
      if (duration > 50) slow++
      if (grid.scrollTop >= rows * rowHeight) return resolve({ longest, slow, count })
      grid.scrollTop += 12 * rowHeight
      page.requestAnimationFrame(step)
    }
    page.requestAnimationFrame((now: number) => {
      last = now
      step(now)
    })
  })
}
