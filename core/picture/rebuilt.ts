/**
 * Why there is no public copy. `turned`: the record says how the picture is to be shown, and without the record it would lie on its side;
 * `unreadable`: it is not built as its type says; `not_a_picture`: none of the three types that are built anew.
 */
export type NoPublicCopy = 'turned' | 'unreadable' | 'not_a_picture'

/** What a format's part answers: the copy, or why there is none. */
export type Rebuilt = Uint8Array<ArrayBuffer> | NoPublicCopy
