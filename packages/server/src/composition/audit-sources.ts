/** The sources of events that no API request causes: operator commands and background jobs. */
export const operatorSource = { api: 'operator', requestId: 'operator' } as const
export const mailSource = { api: 'mail', requestId: 'mail' } as const
export const webhookSource = { api: 'webhooks', requestId: 'webhooks' } as const
export const recoverySource = { api: 'recovery', requestId: 'recovery' } as const
export const directorySource = { api: 'directory', requestId: 'directory' } as const
