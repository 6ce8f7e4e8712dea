/** Characters of the rules of a mapping as JSON. */
export const maxMappingLength = 65_535

/** Items of each list in a mapping. */
export const maxListLength = 1000

/** Regular expressions of a mapping: how many, the characters of each, and the instructions of all. */
export const maxPatterns = 200
export const maxPatternLength = 1000
export const maxPatternSize = 10_000

/**
 * Steps of one evaluation. A step is a character that is split or written, a value that is compared, or an instruction of
 * a pattern for one character. The slowest patterns known end within a second.
 */
export const maxSteps = 5_000_000
