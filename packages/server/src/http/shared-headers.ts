import type { HttpResponse } from './api.ts'

export type SharedHeaders = Readonly<Record<string, string>>

/**
 * Headers of every response of every API, errors included. Responses must not be stored unless an operation says
 * otherwise: most contain secrets or personal data.
 */
export const sharedHeaders = (publicUrl: string | undefined, hstsMaxAge: number): SharedHeaders => ({
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  ...(/^https:/i.test(publicUrl ?? '') && hstsMaxAge > 0
    ? { 'strict-transport-security': `max-age=${hstsMaxAge}` }
    : {}),
})

/** The body as text; objects as JSON. */
export const bodyText = ({ body }: HttpResponse): string =>
  body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
