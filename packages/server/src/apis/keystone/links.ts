import type { RequestContext } from '../../http/api.ts'

/** `…/v3/users/4f…` */
export const linkTo = ({ base }: Pick<RequestContext, 'base'>, path: string): string => `${base}/v3${path}`

export const selfLink = (context: Pick<RequestContext, 'base'>, collection: string, id: string) => ({
  self: linkTo(context, `/${collection}/${encodeURIComponent(id)}`),
})
