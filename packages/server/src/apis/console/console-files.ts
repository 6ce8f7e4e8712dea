/** A content coding of a file that was compressed when the console was built. */
export type FileCoding = 'br' | 'gzip'

/** The files of the built console. Every method rejects when the folder cannot be read. */
export type ConsoleFiles = {
  /** The HTML page; undefined when the console is not built. */
  page(): Promise<string | undefined>
  /** A file of `assets/`, in the coding if there is one; undefined for an unknown name. */
  asset(
    name: string,
    coding: FileCoding | undefined,
  ): Promise<{ readonly bytes: Uint8Array; readonly coding: FileCoding | undefined } | undefined>
}
