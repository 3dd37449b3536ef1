/** What is read in the stock of photos. */
export const stockWords = { title: '写真の保管庫' } as const
