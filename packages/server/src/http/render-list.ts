import type { PreSerialized } from '@muster/contract/operation.ts'

/** Rows per turn of the event loop: some milliseconds. */
const rowsAtOnce = 100

/** Renders `{"name": […], …more}` in several turns, so that a long list does not block the event loop. */
export const renderList = async <T>(
  name: string,
  items: readonly T[],
  show: (item: T) => unknown,
  more: object,
): Promise<PreSerialized> => {
  const pieces: Buffer[] = [Buffer.from(`{${JSON.stringify(name)}:[`)]
  for (let at = 0; at < items.length; at += rowsAtOnce) {
    const rows = items.slice(at, at + rowsAtOnce).map((item) => JSON.stringify(show(item)))
    pieces.push(Buffer.from(`${at === 0 ? '' : ','}${rows.join()}`))
    await new Promise((resolve) => setImmediate(resolve))
  }
  pieces.push(Buffer.from(`],${JSON.stringify(more).slice(1)}`))
  return { rendered: Buffer.concat(pieces) }
}
