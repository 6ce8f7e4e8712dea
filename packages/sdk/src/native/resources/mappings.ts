import type { CallOptions } from '../../transport/transport.ts'
import type { NativeApi } from '../api.ts'
import type { MappingTest, MappingTestResult } from '../types.ts'

export const makeMappings = (api: NativeApi) => ({
  /** What the rules of a mapping make of an assertion; nothing is stored. Throws `BadRequest` with `mapping_invalid`. */
  test: (test: MappingTest, options?: CallOptions) =>
    api.send<MappingTestResult>('POST', '/mappings/test', { json: test, idempotent: true }, options),
})
