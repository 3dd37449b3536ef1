/** The lines of templates, which their author goes on from. Dates are put in by `store/notes/note-templates.ts`. */
export const templateWords = {
  schedule: {
    title: '訓練日程',
    event: '訓練',
    body: (when: string) =>
      [
        '# 日時と場所',
        when,
        '場所: ',
        '集合: ',
        '',
        '# 内容',
        '- ',
        '',
        '# 持ち物',
        '- [ ] 活動服',
        '- [ ] ヘルメット',
        '- [ ] 手袋',
        '',
        '# 問い合わせ',
        '',
      ].join('\n'),
  },
  links: {
    title: '申請・報告のリンク',
    names: ['出動報告', '入団届', '退団届'],
  },
  bereavement: {
    title: '訃報のお知らせ',
    wake: '通夜',
    funeral: '告別式',
    body: (wake: string, funeral: string) =>
      [
        '○○ ○○ 様が、○月○日に逝去されました。',
        '謹んでお知らせいたします。',
        '',
        '# 通夜',
        wake,
        '場所: ',
        '',
        '# 告別式',
        funeral,
        '場所: ',
        '',
        '# ご参列について',
        '服装: ',
        '供花: ',
        '',
      ].join('\n'),
  },
} as const
