/** What is read in the place of a room that one is not in any more. */
export const goneWords = {
  gone: 'このルームは表示できません。',
  hint: '退出したか、ルームがなくなった可能性があります。',
} as const
