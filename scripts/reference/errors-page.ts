import { allProblemCodes } from '../../packages/contract/src/native/problem-codes.ts'
import { adviceOf } from '../../packages/server/src/apis/native/problem-codes.ts'
import { statusesOfCode } from '../../packages/server/src/apis/native/problem-statuses.ts'
import { code, page, table } from './markdown.ts'

/** docs/reference/errors.md: every error code of the native API, from the enumeration in its OpenAPI document. */
export const writeErrorsPage = (): string =>
  page('Error codes of the native API', [
    'The `type` of a problem is `/problems/<code>`, and `GET /problems/<code>` answers its title and the advice of this table. The OpenAPI document enumerates the codes as the schema `ProblemType`, and the codes of each status in the responses `Problem400` to `Problem503`. A released code keeps its meaning; later versions add codes, so treat an unknown code by the status of the answer. Codes of missing objects have two statuses: 404 when the address names the object, 400 when the body does. Errors in general are described with the [native API](../apis/native.md#errors).',
    table(
      ['code', 'status', 'what to do'],
      allProblemCodes.map((name) => [code(name), statusesOfCode(name).join(', '), adviceOf(name) ?? '']),
    ),
  ])
