export type PasscodeStore = {
  /**
   * Consumes the one-time password of a time step (RFC 6238). Returns true for exactly one of several concurrent calls,
   * and false for that step and earlier ones from then on. Rejects with `not_found` for an unknown credential.
   */
  use(credentialId: string, step: number): Promise<boolean>
}
