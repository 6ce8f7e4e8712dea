/** The one type that buys tokens elsewhere. Clients write it in any case; only this spelling signs. */
export const ec2Type = 'ec2'

export const isEc2 = (type: string): boolean => type.toLowerCase() === ec2Type

/** Seeds of one-time codes: they prove who somebody is, so no lent authority ever touches them. */
export const isSignInProof = (type: string): boolean => type.toLowerCase() === 'totp'
