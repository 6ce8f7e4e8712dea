import type { At } from '../operation.ts'
import { refuse } from '../refusal.ts'
import { cleanText } from '../text.ts'
import { cleanMetadata, jsonBytes, type Metadata } from '../users/metadata.ts'
import type { Document } from './document.ts'

/** What people say about a document. */
export type DocumentWords = {
  readonly title: string
  readonly content: readonly string[]
  readonly metadata?: Metadata | undefined
}

const maxParts = 1000

export const cleanTitle = (given: string): string => {
  if (given.trim() === '')
    throw refuse('invalid', 'title_blank', 'The title of a document must not be blank.', { field: 'title' })
  return cleanText('title', given, 1000)
}

export const cleanContent = (parts: readonly string[]): readonly string[] => {
  if (parts.length === 0 || parts.length > maxParts)
    throw refuse('invalid', 'content_parts', `The content of a document has 1 to ${maxParts} parts.`, {
      field: 'content',
    })
  // How long they may be together is for the size of the document to say.
  return parts.map((part) => cleanText('content', part, Number.POSITIVE_INFINITY))
}

/** Refuses `invalid` for a document that takes more bytes as JSON than one may. */
export const checkSize = (
  { title, content, metadata }: Pick<Document, 'title' | 'content' | 'metadata'>,
  { ports }: Pick<At, 'ports'>,
): void => {
  const most = ports.settings.documentSizeLimit
  if (jsonBytes([title, content, metadata]) > most)
    throw refuse('invalid', 'document_too_large', `A document takes at most ${most} bytes as JSON.`, {
      field: 'content',
    })
}

/** The words of a new document as they are kept. Refuses `invalid`. */
export const cleanDocument = (
  { title, content, metadata }: DocumentWords,
  at: Pick<At, 'ports'>,
): Pick<Document, 'title' | 'content' | 'metadata'> => {
  const clean = {
    title: cleanTitle(title),
    content: cleanContent(content),
    metadata: cleanMetadata(metadata ?? {}),
  }
  checkSize(clean, at)
  return clean
}
