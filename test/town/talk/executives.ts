import { type RoomTalk, reacts, type Stage, say } from './script.ts'

/** 幹部連絡: a room that nobody else can see, not even its name. */
export function executivesTalk({ calendar: c, at }: Stage): RoomTalk {
  return {
    room: 'executives',
    steps: [
      say(
        c.on(-16, '9:00'),
        'viceMayor',
        '災害時の幹部の連絡はここで行います。会議の日程調整には使わず、急ぎの判断に限ってください。',
        { key: 'rule' },
      ),
      ...reacts(
        c.on(-16, '9:04'),
        'rule',
        'roger',
        ['mayor', 'somubu', 'shiminbu', 'fukushibu', 'toshibu', 'shobohonbu', 'kyoiku'],
        13,
      ),
      say(
        c.on(-3, '16:40'),
        'somubu',
        '明日の夜に警報級の可能性があります。市長の夕方の出張は、駅から30分で戻れる行程に変えました。',
      ),
      say(c.on(-2, '15:20'), 'viceMayor', '17:30から警戒配備とします。市長の了承を得ました。', { key: 'standby' }),
      ...reacts(c.on(-2, '15:23'), 'standby', 'roger', ['somubu', 'toshibu', 'shobohonbu', 'shiminbu', 'fukushibu'], 2),
      say(c.on(-2, '18:24'), 'somubu', '大雨警報が出ました。18:30に災害警戒本部を設置してよろしいですか。', {
        key: 'setUp',
      }),
      say(c.on(-2, '18:26'), 'mayor', '設置してください。私は19:10に登庁します。', { replyTo: 'setUp' }),
      say(
        c.on(-2, '20:40'),
        'somubu',
        [
          '岩戸地区の避難情報について、危機管理課の案です。',
          '21:00に「高齢者等避難」。土砂災害の危険度は22時頃に高くなる見込みです。',
          '暗くなってからの移動になるため、近所の2階への避難も呼びかけます。',
        ],
        { key: 'evacuation' },
      ),
      say(
        c.on(-2, '20:44'),
        'fukushibu',
        '避難所は6か所とも21時に開けられます。要配慮者は岩戸交流センターに寄せます。',
        { replyTo: 'evacuation' },
      ),
      say(c.on(-2, '20:47'), 'mayor', '21:00に出してください。空振りでも構いません。', {
        key: 'decision',
        replyTo: 'evacuation',
      }),
      ...reacts(
        c.on(-2, '20:48'),
        'decision',
        'roger',
        ['viceMayor', 'somubu', 'shobohonbu', 'toshibu', 'fukushibu', 'kyoiku'],
        1,
      ),
      say(c.on(-2, '22:58'), 'shobohonbu', '大淵水門を全閉しました。水位2.86m。内水はポンプで横ばいの見込みです。', {
        actedAt: c.on(-2, '22:50'),
      }),
      say(
        c.on(-2, '23:20'),
        'viceMayor',
        `停電は約515世帯です。${at('shiminbu')} 電力会社の見通しを30分ごとに確認してください。`,
        { mentions: ['shiminbu'] },
      ),
      say(
        c.on(-2, '23:55'),
        'shiminbu',
        '大淵下・船場の240世帯は復旧しました。奥岩戸は夜明けまで作業に入れないとのことです。',
      ),
      say(c.on(-2, '26:35'), 'toshibu', '水位は下がり始めました。避難指示に上げる必要はないと考えます。', {
        key: 'noHigher',
      }),
      ...reacts(c.on(-2, '26:36'), 'noHigher', 'roger', ['mayor', 'viceMayor', 'somubu', 'shobohonbu'], 1),
      say(c.on(-1, '9:50'), 'mayor', '10:00で警戒本部を閉じましょう。職員と消防団に休みを取らせてください。'),
      say(
        c.on(1, '8:30'),
        'koshitsu',
        '報道2社から、避難情報の判断の経緯について問い合わせがありました。回答案を午前中にお送りします。',
        { key: 'press' },
      ),
      say(c.on(1, '12:10'), 'viceMayor', '回答案はこれで結構です。時刻は危機管理課の記録に合わせてください。', {
        replyTo: 'press',
      }),
      say(c.workday('17:40'), 'toshibu', '峠線の復旧費は概算で480万円です。補正でなく予備費で対応したいと考えます。', {
        key: 'cost',
      }),
      say(c.ago(130), 'viceMayor', '予備費で進めてください。市長には私から説明します。', { replyTo: 'cost' }),
    ],
    looks: { sangyobu: c.on(1, '9:00'), mayor: c.yesterday('18:00') },
  }
}
