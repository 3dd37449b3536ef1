const what = '通知を止めている人やおやすみ時間の人にも鳴ります。読むまで3分ごとに最大4回鳴ります。'

/** What is read by who may ring through what people have set. */
export const urgentWords = {
  toggle: '緊急',
  warning: (n: number) => `緊急: ${n}名に通知します。${what}`,
  title: (n: number) => `${n}名に緊急で送りますか？`,
  explain: what,
  submit: '送る',
} as const
