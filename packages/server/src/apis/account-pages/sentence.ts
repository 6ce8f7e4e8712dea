import { isolatedParts } from '@muster/messages/isolate.ts'
import { type Html, html } from '../../http/html.ts'

/** A sentence of the catalog, with its names as elements that have a direction of their own. */
export const sentence = (text: string): Html =>
  isolatedParts(text).reduce(
    (before, part, index) => html`${before}${index % 2 === 1 ? html`<bdi>${part}</bdi>` : part}`,
    html``,
  )
