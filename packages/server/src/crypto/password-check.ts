/** Whether these bytes of UTF-8 are the password. Slow on purpose. */
export type PasswordCheck = (password: Buffer) => Promise<boolean>
