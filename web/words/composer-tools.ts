/** What is read beside the field of the composer. */
export const composerToolWords = { place: '場所' } as const
