import { correct, pin, type RoomTalk, reacts, type Stage, say } from './script.ts'

/** 消防団(正副団長・本部員)連絡. */
export function headquartersTalk(stage: Stage): RoomTalk {
  return {
    room: 'headquarters',
    steps: [...meeting(stage), ...rain(stage), ...after(stage)],
    looks: { hq5: stage.calendar.on(-1, '13:00') },
  }
}

function meeting({ calendar: c, at }: Stage) {
  return [
    say(
      c.on(-20, '8:40'),
      'desk1',
      '本部の皆さん、おはようございます。合同訓練のお知らせを10:00に一斉連絡へ出します。直すところがあれば9:45までにお願いします。',
      { key: 'draft' },
    ),
    say(c.on(-20, '9:05'), 'vice1', '応急手当の指導は女性分団に頼めますか。', { key: 'aid', replyTo: 'draft' }),
    say(c.on(-20, '9:12'), 'desk1', '女性分団長に話してあります。4名で対応いただけます。', { replyTo: 'aid' }),
    say(c.on(-20, '9:20'), 'chief', 'これで出してください。', { key: 'yes', replyTo: 'draft' }),
    ...reacts(c.on(-20, '9:22'), 'yes', 'roger', ['vice1', 'vice2', 'desk1', 'hq1'], 3),
    say(
      c.on(-18, '16:30'),
      'desk1',
      `本部員会議は${c.date(-12)} 19:00、消防本部3階です。議題は、合同訓練、来年度の活動服、団員の募集の3つです。`,
      { key: 'council' },
    ),
    pin(c.on(-18, '16:31'), 'desk1', 'council'),
    ...reacts(
      c.on(-18, '16:40'),
      'council',
      'roger',
      ['chief', 'vice1', 'vice2', 'vice3', 'hq1', 'hq2', 'hq4', 'hq6'],
      15,
    ),
    say(c.on(-18, '18:12'), 'hq3', 'その日は夜勤で欠席します。訓練の資料は先に出しておきます。', {
      replyTo: 'council',
    }),
    say(
      c.on(-12, '21:10'),
      'desk2',
      [
        '会議の決定です。',
        '1 合同訓練は4班に分け、40分で交代',
        '2 活動服は3年で更新する案で市と協議',
        '3 募集のちらしは女性分団の案を使う',
      ],
      { key: 'decided' },
    ),
    correct(c.on(-12, '21:18'), 'desk2', 'decided', [
      '会議の決定です。',
      '1 合同訓練は4班に分け、40分で交代',
      '2 活動服は3年で更新する案で市と協議（分団長には検討中として伝える）',
      '3 募集のちらしは女性分団の案を使う',
    ]),
    ...reacts(
      c.on(-12, '21:20'),
      'decided',
      'checked',
      ['chief', 'vice1', 'vice2', 'vice3', 'hq1', 'hq2', 'hq3', 'hq4', 'hq6'],
      7,
    ),
    say(c.on(-10, '19:40'), 'hq2', `${at('hq1')} ポンプ操法の審査要領は、昨年のものから変わりましたか。`, {
      key: 'rules',
      mentions: ['hq1'],
    }),
    say(c.on(-10, '20:02'), 'hq1', '待機線の位置だけ変わりました。図を事務局に渡してあります。', { replyTo: 'rules' }),
    say(c.on(-6, '17:30'), 'hq4', '募集のちらし、税務課の窓口にも置けます。200枚ほどお願いします。', {
      key: 'leaflet',
    }),
    say(c.on(-5, '8:55'), 'desk4', '今日お持ちします。', { replyTo: 'leaflet' }),
  ]
}

function rain({ calendar: c, at }: Stage) {
  return [
    say(c.on(-3, '17:10'), 'desk1', '危機管理課から、明日の夕方以降に警報級の可能性「中」と連絡がありました。', {
      key: 'forecast',
    }),
    say(
      c.on(-3, '17:25'),
      'chief',
      '17:40に一斉連絡で注意を流します。副団長は自分の方面の分団長に、電話がつながるか確かめてください。',
      { key: 'order', replyTo: 'forecast' },
    ),
    ...reacts(c.on(-3, '17:28'), 'order', 'roger', ['vice1', 'vice2', 'vice3'], 4),
    say(c.on(-3, '20:35'), 'vice1', '中央方面隊、11分団すべて連絡がつきました。'),
    say(c.on(-3, '20:50'), 'vice2', '大淵方面隊、11分団すべて。第19分団長は市の当番で、夜は副分団長が受けます。'),
    say(c.on(-3, '21:20'), 'vice3', '岩戸方面隊、10分団。第30分団長は電話に出ないため、副分団長に伝えました。', {
      key: 'thirty',
    }),
    say(c.on(-3, '21:25'), 'desk1', '第30分団長は出張中です。急ぎの連絡は副分団長へと、先週伺っています。', {
      replyTo: 'thirty',
    }),
    say(c.on(-2, '18:20'), 'chief', '団本部を立ち上げます。18:40までに来られる人は「出動可」を。', { key: 'gather' }),
    ...reacts(c.on(-2, '18:21'), 'gather', 'can_go', ['vice1', 'vice2', 'hq1', 'hq2', 'hq6', 'desk1', 'desk2'], 1),
    ...reacts(c.on(-2, '18:24'), 'gather', 'cannot_go', ['hq3', 'hq4'], 3),
    say(c.on(-2, '18:26'), 'hq4', '税務課ですが今夜は市の警戒配備に入ります。庁舎側の連絡役をします。', {
      replyTo: 'gather',
    }),
    say(c.on(-2, '20:30'), 'vice2', '淵川が2.03mです。下河原と大淵上を先に見回らせたいと思います。', { key: 'plan' }),
    say(c.on(-2, '20:36'), 'chief', 'そうしましょう。岩戸方面は避難の声かけを同時に始めます。20:42に出動を流します。', {
      replyTo: 'plan',
    }),
    say(
      c.on(-2, '22:20'),
      'vice3',
      `${at('chief')} 奥岩戸の停電で第24分団は詰所に戻しました。声かけは終わっています。`,
      { mentions: ['chief'] },
    ),
    say(c.on(-2, '25:00'), 'hq1', '活動中は第12・13・20・21の4分団、39名です。けが人なし。'),
    say(c.on(-1, '3:30'), 'desk2', '朝食のおにぎり60個を5:30に大淵公民館へ届けます。'),
    say(c.on(-1, '6:50'), 'chief', '警報が注意報に変わりました。7:00に解散とします。', { key: 'dismiss' }),
    ...reacts(c.on(-1, '6:51'), 'dismiss', 'roger', ['vice1', 'vice2', 'vice3', 'hq1', 'hq6'], 1),
    say(c.on(-1, '10:40'), 'vice1', '明日の合同訓練は延期がよいと思います。4分団は一睡もしていません。', {
      key: 'postpone',
    }),
    say(c.on(-1, '11:15'), 'chief', '延期しましょう。事務局で12時に流してください。', { replyTo: 'postpone' }),
  ]
}

function after({ calendar: c }: Stage) {
  return [
    say(
      c.on(0, '16:20'),
      'desk1',
      `会場の空きを調べました。運動公園は土のう等の仮置場になるため、大淵河川敷運動場の北側なら${c.date(14)}に使えます。`,
      { key: 'place' },
    ),
    ...reacts(c.on(0, '16:30'), 'place', 'roger', ['chief', 'vice1', 'vice2', 'hq2'], 20),
    say(
      c.on(1, '10:16'),
      'desk1',
      '集合場所を前の運動公園のまま流してしまいました。10:12に直し、お詫びを入れました。',
      { key: 'mistake' },
    ),
    say(c.on(1, '10:24'), 'chief', '早く気づいてよかった。直す前に読んだ分団には、念のため電話をお願いします。', {
      key: 'call',
      replyTo: 'mistake',
    }),
    say(
      c.on(1, '11:50'),
      'desk2',
      '訂正前だけ読んだ6分団のうち、3分団に電話がつながりました。残りは夕方までにもう一度かけます。',
      {
        replyTo: 'call',
      },
    ),
    say(
      c.on(1, '11:55'),
      'desk3',
      '本部員会議の見積書です。ポンプ用ホース20本、税込みの単価で比べています。資料は次の会議で配ります。',
    ),
    say(c.on(2, '19:05'), 'hq6', '大雨の夜の活動を、広報戦略課が取材したいそうです。第20分団に話してみます。', {
      key: 'press',
    }),
    ...reacts(c.on(2, '19:20'), 'press', 'roger', ['chief', 'vice2', 'desk1'], 25),
    say(c.yesterday('20:40'), 'vice2', '第20分団長は取材を引き受けるとのことです。日程は事務局にお任せします。', {
      replyTo: 'press',
    }),
    say(c.ago(180), 'chief', 'このあと一斉連絡に、お礼を流します。表彰は次の本部員会議で相談しましょう。', {
      key: 'thanks',
    }),
    ...reacts(c.ago(175), 'thanks', 'roger', ['vice1', 'vice3', 'desk1', 'desk2'], 8),
    say(c.ago(17), 'hq2', '訓練の放水は、河川敷なので川へ向けず、北側の広場へ向けます。水利は防火水槽2基を使います。'),
  ]
}
