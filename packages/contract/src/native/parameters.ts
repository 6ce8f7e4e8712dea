import { type TSchema, Type } from 'typebox'
import { Id, Text } from './shapes.ts'
import { userKinds, userSorts, userStatuses } from './users.ts'

export type Parameter = { readonly description: string; readonly schema: TSchema }

/** What the keys of query strings mean, by name. */
export const queryParameters: Readonly<Record<string, Parameter>> = {
  limit: { description: 'Rows of a page.', schema: Type.Integer({ minimum: 1, maximum: 1000, default: 50 }) },
  cursor: {
    description: 'The `next_cursor` of the page before, with the same filters and the same order.',
    schema: Type.String(),
  },
  sort: {
    description: 'The order; `-` turns it round. Without it, by id.',
    schema: Type.Enum([...userSorts]),
  },
  domain_id: { description: 'Only users of this domain.', schema: Id },
  username: { description: 'Only users with exactly this username.', schema: Text(255) },
  email: { description: 'Only users who show exactly this email address.', schema: Text(320) },
  status: { description: 'Only users of this status.', schema: Type.Enum([...userStatuses]) },
  kind: { description: 'Only users of this kind.', schema: Type.Enum([...userKinds]) },
  keep_current: {
    description: 'Leaves the session that asks open.',
    schema: Type.Enum(['true', 'false'], { default: 'false' }),
  },
}

/** What request headers mean, beside the proof of who asks. */
export const headerParameters: Readonly<Record<string, Parameter>> = {
  'If-Match': {
    description:
      'Entity tags as GET gave them in `ETag`: the change is made only if one is still right (RFC 9110).',
    schema: Type.String(),
  },
  'X-Muster-Request': {
    description:
      'Any value. Needed to ask for a cookie, and by whoever shows one on anything but GET and HEAD.',
    schema: Type.String(),
  },
}
