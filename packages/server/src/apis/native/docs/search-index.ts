import { allNouns } from '@muster/contract/native/nouns.ts'
import { allProblemCodes } from '@muster/contract/native/problem-codes.ts'
import { eventKinds } from '../../../core/kernel/events/event-kinds.ts'
import { nativeDocument } from '../native-document.ts'
import { adviceOf } from '../problem-codes.ts'
import { statusesOfCode } from '../problem-statuses.ts'
import { type ApiDocument, operationsOf, textOf } from './api-document.ts'
import { descriptionOf } from './fields.ts'
import { furtherPages } from './layout.ts'
import type { DocsEntry } from './rank.ts'

/** Results are shown as text without markup. */
const plain = (text: string): string => text.replaceAll('`', '')

const fieldsOf = (name: string, noun: string, { components }: ApiDocument): readonly DocsEntry[] =>
  Object.entries(components.schemas[name]?.properties ?? {}).map(([field, schema]) => ({
    kind: 'field',
    name: `${name}.${field}`,
    about: plain(descriptionOf(schema) ?? ''),
    url: `docs/${noun}#${name}.${field}`,
  }))

let entries: readonly DocsEntry[] | undefined

const makeEntries = (): readonly DocsEntry[] => {
  const document = nativeDocument() as unknown as ApiDocument
  return [
    ...allNouns.map((noun): DocsEntry => {
      const { title, summary } = textOf(noun)
      return { kind: 'resource', name: title, about: plain(summary), url: `docs/${noun}` }
    }),
    ...Object.entries(furtherPages).map(
      ([page, title]): DocsEntry => ({ kind: 'resource', name: title, about: '', url: `docs/${page}` }),
    ),
    ...allNouns.flatMap((noun) =>
      operationsOf(document, noun).map(
        ({ operationId, method, path, summary }): DocsEntry => ({
          kind: 'operation',
          name: plain(summary),
          about: `${method} ${path} · ${operationId}`,
          url: `docs/${noun}#${operationId}`,
        }),
      ),
    ),
    ...allNouns.flatMap((noun) => textOf(noun).schemas.flatMap((name) => fieldsOf(name, noun, document))),
    ...allProblemCodes.map(
      (code): DocsEntry => ({
        kind: 'error',
        name: code,
        about: `Status ${statusesOfCode(code).join(' or ')}. ${plain(adviceOf(code) ?? '')}`,
        url: `../../problems/${code}`,
      }),
    ),
    ...Object.entries(eventKinds).map(
      ([kind, { about }]): DocsEntry => ({
        kind: 'event',
        name: kind,
        about: plain(about),
        url: `docs/event-kinds#${kind}`,
      }),
    ),
  ]
}

/** Everything that a search of the documentation can find. */
export const searchEntries = (): readonly DocsEntry[] => {
  entries ??= makeEntries()
  return entries
}
