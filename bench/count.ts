/** What the platform bills an object for, since it was last taken. */
export type Count = { rowsWritten: number; rowsRead: number; calls: number }
