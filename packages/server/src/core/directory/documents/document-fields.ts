import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { normalizeText } from '../../kernel/text.ts'
import { jsonBytes, type Metadata, normalizeMetadata } from '../users/metadata.ts'
import type { Document } from './document.ts'

/** What people say about a document. */
export type DocumentWords = {
  readonly title: string
  readonly content: readonly string[]
  readonly metadata?: Metadata | undefined
}

const maxParts = 1000

export const normalizeTitle = (given: string): string => {
  if (given.trim() === '')
    throw domainError('invalid', 'title_blank', 'The title of a document must not be blank.', {
      field: 'title',
    })
  return normalizeText('title', given, 1000)
}

export const normalizeContent = (parts: readonly string[]): readonly string[] => {
  if (parts.length === 0 || parts.length > maxParts)
    throw domainError('invalid', 'content_parts', `The content of a document has 1 to ${maxParts} parts.`, {
      field: 'content',
    })
  // How long they may be together is for the size of the document to say.
  return parts.map((part) => normalizeText('content', part, Number.POSITIVE_INFINITY))
}

/** Rejects with `invalid` for a document that takes more bytes as JSON than one may. */
export const checkSize = (
  { title, content, metadata }: Pick<Document, 'title' | 'content' | 'metadata'>,
  { ports }: Pick<OperationContext, 'ports'>,
): void => {
  const most = ports.settings.documentSizeLimit
  if (jsonBytes([title, content, metadata]) > most)
    throw domainError('invalid', 'document_too_large', `A document takes at most ${most} bytes as JSON.`, {
      field: 'content',
    })
}

/** The words of a new document as they are kept. Rejects with `invalid`. */
export const normalizeDocument = (
  { title, content, metadata }: DocumentWords,
  at: Pick<OperationContext, 'ports'>,
): Pick<Document, 'title' | 'content' | 'metadata'> => {
  const clean = {
    title: normalizeTitle(title),
    content: normalizeContent(content),
    metadata: normalizeMetadata(metadata ?? {}),
  }
  checkSize(clean, at)
  return clean
}
