import { type RoomTalk, reacts, type Stage, say } from './script.ts'

/** The rooms of single sections. */
export function sewageTalk({ calendar: c, family }: Stage): RoomTalk {
  return {
    room: 'sewage',
    steps: [
      say(
        c.on(-16, '8:35'),
        'gesui/課長補佐',
        '今週の当番表を机の上に置きました。都合の悪い人は今日中に申し出てください。',
      ),
      say(
        c.on(-12, '16:20'),
        'gesui/主査',
        '中川原ポンプ場の3号機、起動時に軽い振動があります。業者に見てもらいます。',
        { key: 'pump' },
      ),
      say(c.on(-11, '14:05'), 'gesui/主査', '軸受けのグリス切れでした。足して直りました。', { replyTo: 'pump' }),
      ...reacts(c.on(-11, '14:15'), 'pump', 'checked', ['gesui/課長', 'gesui/課長補佐', 'gesui/係長'], 9),
      say(
        c.on(-2, '16:30'),
        'gesui/課長',
        `今夜は${family('gesui/係長2')}係長と${family('gesui/主任')}さんがポンプ場です。${family('gesui/係長')}係長は消防団のほうへ出ます。`,
        { key: 'tonight' },
      ),
      ...reacts(c.on(-2, '16:33'), 'tonight', 'roger', ['gesui/係長', 'gesui/係長2', 'gesui/主任', 'gesui/主査'], 2),
      say(
        c.on(-2, '21:43'),
        'gesui/係長2',
        '当番の夜食は机に置いてあります。災害のグループに誤って送ってしまいました。',
      ),
      say(c.on(-1, '8:00'), 'gesui/主任', 'ポンプ場、7:40に3台とも止めました。運転は11時間20分です。', {
        actedAt: c.on(-1, '7:40'),
      }),
      say(c.workday('9:40'), 'gesui/課長補佐', '電力の使用量の報告は、月末までに総務課です。'),
      say(c.ago(210), 'gesui/係長', '運動公園の仮置場、排水ますに泥がたまっています。午後に2名で取り除きます。', {
        key: 'mud',
      }),
      ...reacts(c.ago(200), 'mud', 'roger', ['gesui/課長補佐', 'gesui/主事'], 20),
    ],
  }
}

export function fireTalk({ calendar: c }: Stage): RoomTalk {
  return {
    room: 'fire',
    steps: [
      say(
        c.on(-16, '8:30'),
        'keibo/課長補佐',
        `水利の一斉点検は${c.date(-13)}から3日間です。担当の地区割りは前回と同じです。`,
        { key: 'water' },
      ),
      ...reacts(
        c.on(-16, '8:40'),
        'water',
        'roger',
        ['keibo/係長', 'keibo/係長2', 'keibo/主査', 'keibo/主査2', 'keibo/主任'],
        6,
      ),
      say(
        c.on(-11, '16:50'),
        'keibo/主査2',
        '点検の結果、標識の傾き2か所、ふたの固いもの5か所です。場所は地図に書き込みました。',
      ),
      say(c.on(-4, '13:00'), 'shobo/主査', '消防団の合同訓練、職員は8名でお願いします。集合は7:30です。', {
        key: 'help',
      }),
      ...reacts(
        c.on(-4, '13:12'),
        'help',
        'can_go',
        ['keibo/係長', 'keibo/主査', 'keibo/主任', 'shobo/主任', 'shobo/主事'],
        14,
      ),
      say(c.on(-1, '12:10'), 'shobo/主査', '明日の合同訓練は延期です。職員の皆さんも休んでください。'),
      say(
        c.on(1, '10:20'),
        'shobo/主査',
        `訓練は${c.date(14)}、会場は大淵河川敷運動場の北側に変わりました。職員の集合は7:30のままです。`,
        { key: 'again' },
      ),
      ...reacts(c.on(1, '10:40'), 'again', 'can_go', ['keibo/係長', 'keibo/主査', 'shobo/主任', 'shobo/主事'], 25),
      say(
        c.workday('17:00'),
        'keibo/課長',
        '大雨の夜の出動記録は、今週中に係長へ。水門の操作時刻は専用のルームと合わせてください。',
      ),
    ],
  }
}
