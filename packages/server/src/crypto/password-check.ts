/** Whether these UTF-8 bytes are the password. Deliberately slow. */
export type PasswordCheck = (password: Buffer) => Promise<boolean>
