/** A request without the undefined values, which JSON leaves out. */
export type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** The fields that a response of the contract has and the client does not read: `never` when it reads each of them. */
export type Unread<Contract, Client> = Exclude<keyof Contract, keyof Client>

/** Fails to compile unless `T` is `never`. */
export const assertNever = <T extends never>(..._none: T[]): void => {}

/** Fails to compile unless `From` may be sent or read where `To` is expected. */
export const assertAssignable = <From extends To, To>(..._none: [From?, To?]): void => {}
