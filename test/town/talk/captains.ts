import { captains, correct, pin, type RoomTalk, reacts, type Stage, say } from './script.ts'

/** 分団長連絡用: word in advance to the captains alone, and what they notice at hose drills. */
export function captainsTalk(stage: Stage): RoomTalk {
  return {
    room: 'captains',
    steps: [...opening(stage), ...hoseDrills(stage), ...inAdvance(stage)],
    looks: lookers(stage),
  }
}

const lookers = ({ calendar: c }: Stage) => ({
  captain30: c.on(-9, '20:10'),
  captain11: c.on(-1, '12:40'),
  captain12: c.yesterday('12:30'),
})

function opening({ calendar: c }: Stage) {
  return [
    say(
      c.on(-21, '18:30'),
      'desk1',
      [
        '説明会へのご参加、ありがとうございました。ここは分団長と事務局だけの連絡用です。',
        '団員に伝えてよいものは【団員可】、分団長限りのものは【分団長限り】と頭に書きます。',
        '各種の電子申請（出動報告・入団届・退団届）のリンクは、個別ルームへお送りします。',
      ],
      { key: 'hello' },
    ),
    pin(c.on(-21, '18:31'), 'desk1', 'hello'),
    ...reacts(
      c.on(-21, '18:33'),
      'hello',
      'roger',
      captains(12, 1, 34, 5, 7, 2, 19, 20, 33, 14, 8, 23, 27, 10, 6, 13, 17, 29, 4, 21),
      5,
    ),
    say(c.on(-21, '19:02'), 'captain33', '第33分団です。文字を大きくするには、スマホの設定でよいですか。', {
      key: 'big',
    }),
    say(c.on(-21, '19:08'), 'captain14', 'スマホの「表示」で文字を大きくしたら、こちらも大きくなりましたよ。', {
      replyTo: 'big',
    }),
    say(c.on(-21, '19:15'), 'captain33', 'できました。ありがとうございます。', { replyTo: 'big' }),
  ]
}

function hoseDrills({ calendar: c, at }: Stage) {
  return [
    say(
      c.on(-17, '17:40'),
      'desk2',
      [
        `【団員可】ホース延長の自主訓練を、${c.date(-14)}に各詰所でお願いします。30分ほどで結構です。`,
        '気づいたことがあれば、このトークへ一言ください。合同訓練の参考にします。',
      ],
      { key: 'hose' },
    ),
    ...reacts(c.on(-17, '17:50'), 'hose', 'roger', captains(3, 8, 12, 14, 16, 19, 22, 28, 32), 13),
    say(
      c.on(-14, '9:35'),
      'captain14',
      '第14分団です。ホースのねじれで水が細くなりました。二人目が後ろから見て、声をかけるとよくなります。',
      { key: 'twist' },
    ),
    ...reacts(c.on(-14, '9:50'), 'twist', 'checked', ['desk2', ...captains(12, 16, 8, 28)], 11),
    say(
      c.on(-14, '10:10'),
      'captain22',
      '第22分団、結合のときにパッキンが抜けているホースが2本ありました。つなぐ前に指で触って確かめるようにします。',
    ),
    say(
      c.on(-14, '10:48'),
      'captain28',
      '第28分団。滝ノ上は坂なので、下から延ばすと息が上がります。上から下ろす道順を決めておきました。',
      { key: 'slope' },
    ),
    say(c.on(-14, '11:05'), 'captain32', 'うちも坂です。道順を決めるのはいいですね。まねします。', {
      replyTo: 'slope',
    }),
    say(
      c.on(-14, '12:20'),
      'captain34',
      '女性分団です。65mmは一人で持つと重いので、二人で1本を運ぶやり方を試しました。時間は8秒しか変わりませんでした。',
      { key: 'pair' },
    ),
    ...reacts(c.on(-14, '12:30'), 'pair', 'checked', ['desk1', 'desk2', ...captains(14, 22, 8, 19, 2)], 14),
    say(
      c.on(-14, '13:30'),
      'captain8',
      '第8分団、放水後の水抜きが甘く、巻くと倍の重さになりました。高い所から順に送ると楽です。',
    ),
    say(
      c.on(-13, '9:10'),
      'desk2',
      '皆さんの気づきを一枚にまとめて、合同訓練で配ります。坂のある分団の道順は、個別ルームで教えてください。',
      { key: 'summary' },
    ),
    ...reacts(c.on(-13, '9:20'), 'summary', 'roger', captains(14, 22, 28, 32, 34, 8), 16),
    say(c.on(-12, '20:05'), 'captain16', `${at('captain14')} 声かけの言葉は決めていますか。`, {
      key: 'words',
      mentions: ['captain14'],
    }),
    say(c.on(-12, '20:31'), 'captain14', '「ねじれ、右」「よし」の二つだけです。長いと聞こえないので。', {
      replyTo: 'words',
    }),
    ...reacts(c.on(-12, '20:33'), 'words', 'roger', captains(16), 1),
  ]
}

function inAdvance({ calendar: c }: Stage) {
  return [
    say(
      c.on(-10, '11:00'),
      'desk1',
      [
        '【分団長限り】来年度の活動服の更新について',
        '古いものから3年で入れ替える案を、財政担当と相談しています。まだ決まっていないため、団員への説明はお待ちください。',
        '傷みのひどい着数だけ、先に教えていただけると助かります。',
      ],
      { key: 'clothes' },
    ),
    ...reacts(c.on(-10, '11:12'), 'clothes', 'roger', captains(1, 2, 5, 12, 20, 23, 34, 8, 19), 24),
    say(c.on(-10, '18:30'), 'captain1', '第1分団、上衣4着のひざと肘が抜けています。'),
    say(c.on(-10, '19:12'), 'captain23', '第23分団、3着です。うち1着は反射材がはがれています。'),
    say(c.on(-9, '8:15'), 'captain20', '第20分団は2着。長靴も2足お願いしたいです。', { key: 'boots' }),
    say(c.on(-6, '10:05'), 'desk1', '長靴は在庫があります。次の便で詰所へ届けます。', { replyTo: 'boots' }),
    say(
      c.on(-4, '9:00'),
      'desk3',
      [
        `【団員可】火見地区消防協会（見本の団体です）の普通救命講習に、各分団1名の枠があります。日時は${c.date(28)} 9:00～12:00、会場は消防本部です。`,
      ],
      { key: 'course' },
    ),
    correct(c.on(-4, '9:25'), 'desk3', 'course', [
      `【団員可】火見地区消防協会（見本の団体です）の普通救命講習に、各分団2名の枠があります。日時は${c.date(28)} 9:00～12:00、会場は消防本部です。`,
    ]),
    ...reacts(c.on(-4, '9:30'), 'course', 'roger', captains(34, 4, 9, 12, 17, 29), 22),
    say(
      c.on(1, '16:30'),
      'desk1',
      [
        '【分団長限り】大雨の夜の出動手当について',
        '出動報告がそろった分団から、月末に振り込みます。未提出は2分団です。人数は出動時刻の記録と照らし合わせます。',
      ],
      { key: 'pay' },
    ),
    ...reacts(c.on(1, '16:41'), 'pay', 'roger', captains(12, 13, 20, 23, 24), 18),
    say(c.on(1, '20:20'), 'captain13', '第13分団、交代で入った2名も報告に含めてよいですか。活動は1時間ほどです。', {
      key: 'shift',
    }),
    say(c.on(2, '8:50'), 'desk1', '含めてください。時間は実際の時刻でお願いします。', { replyTo: 'shift' }),
    say(
      c.yesterday('18:50'),
      'captain19',
      '第19分団です。訓練当日、農政課の仕事で30分遅れます。副分団長が受付をします。',
      { key: 'late' },
    ),
    say(c.ago(62), 'desk2', '承知しました。受付は8:30まで開けておきます。', { replyTo: 'late' }),
  ]
}
