/** The sources of events that no API request causes: operator commands and background jobs. */
export const operatorOrigin = { face: 'operator', requestId: 'operator' } as const
export const mailOrigin = { face: 'mail', requestId: 'mail' } as const
export const webhookOrigin = { face: 'webhooks', requestId: 'webhooks' } as const
export const recoveryOrigin = { face: 'recovery', requestId: 'recovery' } as const
