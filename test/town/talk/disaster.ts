import { evening, night } from './disaster-night.ts'
import { pin, type RoomTalk, reacts, type Stage, say } from './script.ts'

/** 災害連絡グループ: the weeks before, the night of heavy rain, and what was learnt. */
export function disasterTalk(stage: Stage): RoomTalk {
  return {
    room: 'disaster',
    steps: [...before(stage), ...evening(stage), ...night(stage), ...morning(stage), ...after(stage)],
  }
}

function before({ calendar: c }: Stage) {
  return [
    say(
      c.on(-20, '9:05'),
      'kiki/課長補佐',
      [
        '危機管理課です。このグループは、主査以上の職員、消防本部、避難所・水門の担当者との災害時の連絡に使います。',
        '平時は訓練と当番の連絡のみです。通知はオンのままでお願いします。',
      ],
      { key: 'purpose' },
    ),
    pin(c.on(-20, '9:06'), 'kiki/課長補佐', 'purpose'),
    ...reacts(
      c.on(-20, '9:15'),
      'purpose',
      'roger',
      ['kensetsu/課長', 'obuchi/課長', 'gesui/課長', 'shobohonbu', 'nosei/課長'],
      11,
    ),
    say(
      c.on(-17, '10:20'),
      'kiki/係長',
      [
        '報告の書き方をそろえます。災害時は次の順でお願いします。',
        '【種別】地区／件数・世帯数／時刻／対応',
        '例：【停電】〇〇地区 約100世帯 21:30頃から 電力会社へ確認済み',
        '写真や図面がなくても、まず第一報をください。',
      ],
      { key: 'form' },
    ),
    pin(c.on(-17, '10:21'), 'kiki/係長', 'form'),
    ...reacts(
      c.on(-17, '10:30'),
      'form',
      'checked',
      ['kensetsu/係長', 'obuchi/係長', 'iwato/係長', 'gesui/課長補佐', 'fukushi/係長'],
      7,
    ),
    say(
      c.on(-13, '13:30'),
      'kiki/主査',
      `通信訓練のお知らせです。${c.date(-11)} 10:00にこのグループへ一斉に投稿します。気づいたら「確認」を押してください。`,
    ),
    say(c.on(-11, '10:00'), 'kiki/主査', '【訓練】これは通信訓練です。確認した方は「確認」を押してください。', {
      key: 'test',
    }),
    ...reacts(
      c.on(-11, '10:01'),
      'test',
      'checked',
      [
        'kiki/課長',
        'kiki/係長',
        'obuchi/課長',
        'obuchi/係長',
        'iwato/課長',
        'iwato/係長',
        'kensetsu/課長',
        'kensetsu/係長',
        'gesui/課長補佐',
        'nosei/課長補佐',
        'somu/課長',
        'somu/係長',
        'fukushi/課長',
        'keibo/課長',
        'keibo/係長',
        'shobo/係長',
        'gakumu/課長',
        'shogai/課長',
      ],
      2,
    ),
    say(
      c.on(-11, '11:30'),
      'kiki/主査',
      '通信訓練は終了しました。30分以内に9割を超える方に読んでいただきました。ご協力ありがとうございました。',
    ),
    say(
      c.on(-3, '16:10'),
      'kiki/係長',
      [
        `気象台との打合せ結果です。${c.date(-2)}の夕方から翌朝にかけて、前線の影響でまとまった雨になる見込みです。`,
        '24時間で多いところ150mm。警報級になる可能性は「中」です。各課は連絡体制と資機材の確認をお願いします。',
      ],
      { key: 'forecast' },
    ),
    ...reacts(
      c.on(-3, '16:20'),
      'forecast',
      'roger',
      ['kensetsu/課長', 'gesui/課長', 'obuchi/課長', 'iwato/課長', 'keibo/課長'],
      9,
    ),
    say(
      c.on(-3, '16:45'),
      'kensetsu/係長',
      '建設課です。土のう約600袋は車庫前に積んであります。アンダーパス2か所の排水ポンプも点検済みです。',
    ),
    say(
      c.on(-3, '17:02'),
      'gesui/課長補佐',
      '下水道課です。中川原ポンプ場は3台とも運転できます。当番2名で待機します。',
    ),
  ]
}

function morning({ calendar: c }: Stage) {
  return [
    say(c.on(-1, '4:25'), 'keibo/主査', '【水門】大淵水門 4:10に全開しました。水位2.48m。', {
      actedAt: c.on(-1, '4:10'),
    }),
    say(c.on(-1, '5:42'), 'iwato/係長', '【停電】霧沢 5:35に復旧しました。', { actedAt: c.on(-1, '5:35') }),
    say(c.on(-1, '6:05'), 'kiki/係長', '【気象】5:58 大雨警報は注意報に切り替わりました。'),
    say(
      c.on(-1, '6:30'),
      'kiki/主査',
      '【集計】停電 残り 奥岩戸 約180世帯（6:30）。倒木で電線が切れており、電力会社が7時から作業します。',
    ),
    say(
      c.on(-1, '7:52'),
      'iwato/課長',
      '【停電】奥岩戸 7:45に復旧しました。対象のお宅も通電を確認しました。これで市内の停電はすべて復旧です。',
      {
        key: 'allBack',
        actedAt: c.on(-1, '7:45'),
      },
    ),
    ...reacts(
      c.on(-1, '7:54'),
      'allBack',
      'checked',
      ['kiki/課長', 'kiki/主査', 'fukushi/係長', 'kenko/課長', 'viceMayor', 'iwato/係長'],
      2,
    ),
    say(
      c.on(-1, '8:20'),
      'kensetsu/係長',
      '【道路】栄町アンダーパス 8:10に通行止めを解除しました。峠線は土砂の撤去に今日いっぱいかかります。',
      {
        actedAt: c.on(-1, '8:10'),
      },
    ),
    say(
      c.on(-1, '9:10'),
      'fukushi/課長',
      '【避難所】6か所すべて9:00に閉めました。最多は23:30の計74名。けが人・体調不良はありません。',
      {
        actedAt: c.on(-1, '9:00'),
      },
    ),
    say(
      c.on(-1, '10:05'),
      'kiki/課長',
      '10:00に災害警戒本部を廃止しました。徹夜の対応、ありがとうございました。今日と明日は交代で休んでください。',
      {
        key: 'end',
        actedAt: c.on(-1, '10:00'),
      },
    ),
    ...reacts(
      c.on(-1, '10:07'),
      'end',
      'roger',
      [
        'kensetsu/課長',
        'gesui/課長',
        'nosei/課長',
        'obuchi/課長',
        'iwato/課長',
        'fukushi/課長',
        'gakumu/課長',
        'koho/課長',
        'shobohonbu',
        'keibo/課長',
      ],
      6,
    ),
    say(
      c.on(-1, '15:40'),
      'kensetsu/課長補佐',
      '【道路】峠線 片側交互通行で15:30に開けました。全面の開放は週明けです。',
      { actedAt: c.on(-1, '15:30') },
    ),
  ]
}

function after({ calendar: c }: Stage) {
  return [
    say(
      c.on(1, '9:00'),
      'kiki/課長補佐',
      [
        `先週末の大雨の振り返りを行います。各課は、よかった点と困った点を${c.date(10)}までにこのグループへ一言ずつお寄せください。`,
      ],
      { key: 'review' },
    ),
    ...reacts(
      c.on(1, '9:10'),
      'review',
      'roger',
      ['kensetsu/係長', 'obuchi/係長', 'iwato/係長', 'gesui/課長補佐', 'fukushi/係長', 'nosei/係長'],
      13,
    ),
    say(
      c.on(1, '11:25'),
      'kensetsu/係長',
      'よかった点：電話の取り次ぎが減り、現場を出たままで報告できました。困った点：雨で画面がぬれると文字が打ちにくいです。',
      { replyTo: 'review' },
    ),
    say(
      c.on(1, '13:40'),
      'iwato/係長',
      'よかった点：復旧の時刻がその場で全員に伝わりました。困った点：世帯数を打ち間違えました。復唱してから送ります。',
      { replyTo: 'review' },
    ),
    say(c.on(1, '15:05'), 'kensetsu/課長補佐', '【道路】峠線 15:00に全面開放しました。', { actedAt: c.on(1, '15:00') }),
    say(
      c.workday('10:10'),
      'fukushi/係長',
      'よかった点：避難所の人数が1時間ごとにそろいました。困った点：毛布が2か所で足りず、融通に手間取りました。',
      { replyTo: 'review' },
    ),
    say(
      c.workday('16:30'),
      'nosei/係長',
      '農地・農業施設の被害は、水路のあふれ4か所、畑の冠水 約2haです。県への報告は済みました。',
    ),
    say(
      c.ago(95),
      'kiki/係長',
      [
        '明日からの1週間、まとまった雨の予想はありません。',
        '今週のうちに、土のうと発電機の燃料を補充してください。補充が済んだ課は「確認」をお願いします。',
      ],
      { key: 'refill' },
    ),
    ...reacts(c.ago(88), 'refill', 'checked', ['kensetsu/係長', 'obuchi/係長'], 17),
  ]
}
