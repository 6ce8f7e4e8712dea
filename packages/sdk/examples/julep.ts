// #region first-call
import { Julep } from '@muster/sdk/julep'

export const firstCall = async (apiKey: string, baseUrl: string) => {
  const julep = new Julep({ apiKey, baseUrl })
  const { id } = await julep.users.create({
    name: 'Ann',
    about: 'Likes rain',
    metadata: { plan: 'pro' },
    docs: [{ title: 'How it began', content: 'On a rainy day.' }],
  })
  const user = await julep.users.get(id)
  return `${user.name} since ${user.createdAt?.toISOString()}`
}
// #endregion

// #region lists
export const listUsers = async (julep: Julep) => {
  const names: (string | null)[] = []
  // All users with this attribute; pages are fetched while the loop runs.
  for await (const user of julep.users.list({ metadataFilter: { plan: 'pro' } })) names.push(user.name)
  // The ten newest users.
  const newest = await julep.users.list({ limit: 10 }).toArray({ limit: 10 })
  return { names, newest }
}
// #endregion

// #region updates
export const updateUser = async (julep: Julep, userId: string) => {
  // Changes the given fields; metadata keeps its other attributes.
  await julep.users.update({ userId, about: 'Likes sun', metadata: { theme: 'dark' } })
  // Replaces name, about and metadata.
  await julep.users.update({ userId, name: 'Bea', about: 'Likes sun', overwrite: true })
}
// #endregion

// #region docs
export const replaceDocs = async (julep: Julep, userId: string) => {
  for (const doc of await julep.docs.list({ userId }).toArray({ limit: 1000 }))
    await julep.docs.delete({ userId, docId: doc.id })
  await julep.docs.create({ userId, doc: { title: 'Notes', content: ['one', 'two'] } })
}

// #endregion

// #region errors
import { ArgumentError, NotFoundError } from '@muster/sdk/julep'

export const deleteIfExists = async (julep: Julep, id: string) => {
  try {
    await julep.users.delete(id)
    return 'deleted'
  } catch (error) {
    if (error instanceof NotFoundError) return 'no such user'
    if (error instanceof ArgumentError) return `malformed ${error.argument}`
    throw error
  }
}
// #endregion
