import type { Contract, OperationRequest, OperationResponse } from '@muster/contract/operation.ts'
import type { RequestContext } from '../../http/api.ts'

export type RobotoHandlers<C extends Contract> = {
  readonly [K in keyof C]: (
    request: OperationRequest<C[K]>,
    context: RequestContext,
  ) => Promise<OperationResponse<C[K]>>
}
