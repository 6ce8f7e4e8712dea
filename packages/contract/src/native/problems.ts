import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { strict } from './shapes.ts'

/** At `/problems`, where the `type` of a problem leads. */
export const problems = {
  getProblem: {
    method: 'GET',
    path: '/{code}',
    summary: 'What a problem is and what to do about it, as JSON, or as a page for Accept: text/html',
    open: true,
    answers: {
      200: Type.Union([
        Type.Object(
          {
            type: Type.String(),
            title: Type.String(),
            advice: Type.String({ description: 'What to do, for people.' }),
          },
          strict,
        ),
        Type.String({ contentMediaType: 'text/html' }),
      ]),
    },
    errors: [404],
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
