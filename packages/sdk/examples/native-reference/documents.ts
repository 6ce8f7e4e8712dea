import type { Given } from './given.ts'

export const listDocuments = async ({ muster, userId }: Given) => {
  // #region listDocuments
  const documents = await muster.documents.list(userId).toArray({ limit: 50 })
  // #endregion
  return documents
}

export const createDocument = async ({ muster, userId }: Given) => {
  // #region createDocument
  const document = await muster.documents.create(userId, {
    title: 'A note',
    content: 'Likes engines.',
    metadata: { team: 'engines' },
  })
  // #endregion
  return document
}

export const getDocument = async ({ muster, userId, documentId }: Given) => {
  // #region getDocument
  const document = await muster.documents.get(userId, documentId)
  // #endregion
  return document
}

export const updateDocument = async ({ muster, userId, documentId }: Given) => {
  // #region updateDocument
  const document = await muster.documents.update(userId, documentId, { title: 'Another note' })
  // #endregion
  return document
}

export const deleteDocument = async ({ muster, userId, documentId }: Given) => {
  // #region deleteDocument
  await muster.documents.delete(userId, documentId)
  // #endregion
}
