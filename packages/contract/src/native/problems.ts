import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { strict } from './shapes.ts'

/** At `/problems`, which the `type` of a problem refers to. */
export const problems = {
  getProblem: {
    method: 'GET',
    path: '/{code}',
    summary: 'Describe a problem and how to solve it, as JSON, or as HTML with Accept: text/html',
    public: true,
    responses: {
      200: Type.Union([
        Type.Object(
          {
            type: Type.String(),
            title: Type.String(),
            advice: Type.String({ description: 'What to do about the problem, for humans.' }),
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
