/** Operators' commands, in the journal. */
export const operatorOrigin = { face: 'operator', requestId: 'operator' } as const
export const courierOrigin = { face: 'mail', requestId: 'mail' } as const
export const webhookOrigin = { face: 'webhooks', requestId: 'webhooks' } as const
export const recoveryOrigin = { face: 'recovery', requestId: 'recovery' } as const
