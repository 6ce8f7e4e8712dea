import type { Visit } from '../../http/face.ts'

/** `…/v3/users/4f…` */
export const linkTo = ({ base }: Pick<Visit, 'base'>, path: string): string => `${base}/v3${path}`

export const selfLink = (visit: Pick<Visit, 'base'>, collection: string, id: string) => ({
  self: linkTo(visit, `/${collection}/${encodeURIComponent(id)}`),
})
