import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { normalizeText } from '../../kernel/text.ts'
import { jsonBytes, type Metadata, normalizeMetadata } from '../users/metadata.ts'
import type { Document } from './document.ts'

/** Input fields of a document. */
export type DocumentFields = {
  readonly title: string
  readonly content: readonly string[]
  readonly metadata?: Metadata | undefined
}

const maxParts = 1000

export const normalizeTitle = (title: string): string => {
  if (title.trim() === '')
    throw domainError('invalid', 'title_blank', 'title must not be blank.', {
      field: 'title',
    })
  return normalizeText('title', title, 1000)
}

export const normalizeContent = (parts: readonly string[]): readonly string[] => {
  if (parts.length === 0 || parts.length > maxParts)
    throw domainError('invalid', 'content_parts', `content must have 1 to ${maxParts} parts.`, {
      field: 'content',
    })
  // `checkSize` limits the total length.
  return parts.map((part) => normalizeText('content', part, Number.POSITIVE_INFINITY))
}

/** Rejects with `invalid` when the document exceeds the size limit, in bytes of JSON. */
export const checkSize = (
  { title, content, metadata }: Pick<Document, 'title' | 'content' | 'metadata'>,
  { ports }: Pick<OperationContext, 'ports'>,
): void => {
  const most = ports.settings.documentSizeLimit
  if (jsonBytes([title, content, metadata]) > most)
    throw domainError(
      'invalid',
      'document_too_large',
      `The document must not exceed ${most} bytes as JSON.`,
      {
        field: 'content',
      },
    )
}

/** The fields of a new document, normalized for storage. Rejects with `invalid`. */
export const normalizeDocument = (
  { title, content, metadata }: DocumentFields,
  at: Pick<OperationContext, 'ports'>,
): Pick<Document, 'title' | 'content' | 'metadata'> => {
  const normalized = {
    title: normalizeTitle(title),
    content: normalizeContent(content),
    metadata: normalizeMetadata(metadata ?? {}),
  }
  checkSize(normalized, at)
  return normalized
}
