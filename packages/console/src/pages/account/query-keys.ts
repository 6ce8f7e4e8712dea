export const keysKey = ['me', 'api-keys']

export const inboxKey = ['me', 'notifications']
