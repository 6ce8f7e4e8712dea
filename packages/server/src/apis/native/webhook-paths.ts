import { Type } from 'typebox'
import { eventKinds } from '../../core/kernel/events/event-kinds.ts'

/** The section `webhooks`: the message of each event kind. */
export const webhookPaths = (event: object) =>
  Object.fromEntries(
    Object.entries(eventKinds).map(([kind, { about, detail }]) => {
      const details = Object.entries(detail).map(([name, meaning]) => `\`${name}\`: ${meaning}`)
      return [
        kind,
        {
          post: {
            operationId: `on:${kind}`,
            summary: about,
            description: `Sent to webhooks that subscribe to \`${kind}\`, signed according to Standard Webhooks. ${details.length === 0 ? 'The detail is empty.' : `The detail has ${details.join('; ')}.`}`,
            tags: ['webhooks'],
            security: [],
            requestBody: {
              required: true,
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    required: ['type', 'timestamp', 'data'],
                    properties: {
                      type: Type.Literal(kind),
                      timestamp: { type: 'string', format: 'date-time' },
                      data: event,
                    },
                  },
                },
              },
            },
            responses: {
              '2XX': { description: 'The receiver accepted the message.' },
              410: { description: 'The receiver no longer exists; the webhook is disabled.' },
            },
          },
        },
      ]
    }),
  )
