/** The maximum number of rows that one cleanup transaction deletes, so that requests are not held up. */
export const cleanupBatch = 500
