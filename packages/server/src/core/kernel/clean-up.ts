/** Rows that one transaction of a clean-up deletes at most: requests are answered between two of them. */
export const cleanUpBatch = 500
