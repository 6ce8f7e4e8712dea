import type { Given } from './given.ts'

export const listEvents = async ({ muster }: Given) => {
  // #region listEvents
  const events = await muster.events.list({ kind: 'user.*' }).toArray({ limit: 10 })
  // #endregion
  return events
}

export const getEvent = async ({ muster, sequence }: Given) => {
  // #region getEvent
  const event = await muster.events.get(sequence)
  // #endregion
  return event
}
