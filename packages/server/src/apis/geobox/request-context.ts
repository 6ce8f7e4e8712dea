import type { Contract, OperationRequest, OperationResponse } from '@muster/contract/operation.ts'
import type { RequestContext } from '../../http/api.ts'

export type GeoboxHandlers<C extends Contract> = {
  readonly [K in keyof C]: (
    request: OperationRequest<C[K]>,
    context: RequestContext,
  ) => Promise<OperationResponse<C[K]>>
}
