/** The type whose signatures can be exchanged for tokens. Clients write it in any case; only this spelling is accepted for signing. */
export const ec2Type = 'ec2'

export const isEc2 = (type: string): boolean => type.toLowerCase() === ec2Type

/** TOTP seeds authenticate their user, so delegated credentials never access them. */
export const isTotpSeed = (type: string): boolean => type.toLowerCase() === 'totp'
