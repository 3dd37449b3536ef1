import { correct, reacts, type Stage, type Step, say } from './script.ts'

/** What the desk and the captains of the divisions 12 to 22 wrote to each other, by division. */
export function obuchiTalk({ calendar: c, at }: Stage): Record<number, Step[]> {
  return {
    12: twelve({ c, at }),
    13: [
      say(
        c.on(-1, '6:20'),
        'captain13',
        '床下に水が入ったのは大淵下の1軒です。畳まではいっていません。消毒はどこに頼めばよいですか。',
        { key: 'lime', actedAt: c.on(-1, '6:00') },
      ),
      say(c.on(-1, '8:40'), 'desk2', '環境保全課が消毒用の消石灰を届けます。お名前は出さず、番地だけ教えてください。', {
        replyTo: 'lime',
        key: 'where',
      }),
      say(c.on(-1, '9:02'), 'captain13', '大淵下の公会堂の北隣です。お宅には話してあります。', { replyTo: 'where' }),
      ...reacts(c.on(-1, '9:10'), 'where', 'roger', ['captain13']),
      say(c.on(1, '11:10'), 'desk2', '土曜のうちに届けたそうです。罹災証明は税務課で受け付けています。'),
      say(c.on(2, '18:40'), 'captain13', '出動報告を出しました。交代の2名も入れてあります。'),
    ],
    14: [
      say(
        c.on(-14, '9:42'),
        'captain14',
        'ねじれを見る係を決めただけで、水の出がだいぶ違いました。新しい団員でもできます。',
        { key: 'twist' },
      ),
      say(c.on(-13, '9:12'), 'desk2', '合同訓練のC班で、見本をお願いできませんか。3分ほどです。', {
        replyTo: 'twist',
        key: 'model',
      }),
      say(c.on(-13, '12:30'), 'captain14', '分かりました。副分団長とやります。', { replyTo: 'model' }),
      ...reacts(c.on(-13, '12:40'), 'model', 'roger', ['captain14']),
    ],
    15: [
      say(c.on(-9, '18:20'), 'captain15', '回答が遅くなりました。3名は少ないですが、仕事の都合がつきませんでした。', {
        key: 'few',
      }),
      say(c.on(-9, '18:32'), 'desk2', '3名で十分です。お仕事を優先してください。', { replyTo: 'few' }),
    ],
    16: [
      say(c.on(-7, '9:55'), 'captain16', '可搬ポンプのバッテリーが弱く、3回目でかかりました。充電しても同じです。', {
        key: 'battery',
      }),
      say(c.on(-6, '9:00'), 'desk3', '交換します。型番を教えてください。', { replyTo: 'battery', key: 'model' }),
      say(c.on(-6, '19:40'), 'captain16', '側面に「12V 24Ah」とあります。型番はこすれて読めません。', {
        replyTo: 'model',
      }),
      say(c.on(-5, '9:05'), 'desk3', '分かりました。在庫があるので明日お届けします。'),
      say(
        c.on(1, '10:45'),
        'desk2',
        `お電話でお伝えしたとおり、${c.date(14)}の集合は「大淵河川敷運動場 北側駐車場」です。`,
        { key: 'place' },
      ),
    ],
    17: [
      say(c.on(-18, '18:50'), 'captain17', 'ワクチン、家族の日程が出たら教えてください。妻が看護の仕事をしています。', {
        key: 'family',
      }),
      say(c.on(-17, '8:50'), 'desk2', '広報に載りましたらお知らせします。', { replyTo: 'family' }),
    ],
    18: [
      say(c.on(-4, '16:40'), 'desk3', 'パッキンを詰所の郵便受けに入れました。予備を含めて4枚です。', {
        key: 'packing',
      }),
      say(c.on(-4, '19:05'), 'captain18', 'ありがとうございます。交換して、5分回しました。漏れはありません。', {
        replyTo: 'packing',
      }),
    ],
    19: [
      say(
        c.on(-2, '17:55'),
        'captain19',
        '農政課の当番で、ため池を回ります。分団の指揮は副分団長に任せました。連絡先は前と同じです。',
        { key: 'pond' },
      ),
      say(c.on(-2, '17:58'), 'desk1', '了解しました。副団長にも伝えます。', { replyTo: 'pond' }),
      say(c.yesterday('18:52'), 'captain19', '訓練に30分遅れる件、一斉でなく分団長連絡に書きました。', { key: 'late' }),
    ],
    20: [
      say(c.on(-2, '22:06'), 'captain20', '積んだ土のうの場所です。堤防の低い所、杭の38番から40番の間です。', {
        actedAt: c.on(-2, '21:50'),
      }),
      say(c.on(-2, '22:20'), 'desk1', 'ありがとうございます。建設課に伝えました。'),
      say(
        c.on(2, '16:10'),
        'desk1',
        '広報戦略課が、大雨の夜の活動を広報紙に載せたいそうです。お話を聞かせていただけますか。',
        { key: 'press' },
      ),
      say(c.on(2, '20:05'), 'captain20', 'うちだけでなく、大淵の4分団で出るなら引き受けます。', {
        replyTo: 'press',
        key: 'four',
      }),
      ...reacts(c.on(2, '20:15'), 'four', 'checked', ['desk1']),
      say(c.workday('11:10'), 'desk1', 'では4分団の皆さんで。日時は土曜の10時頃、下河原の詰所でいかがですか。', {
        replyTo: 'four',
        key: 'when',
      }),
      say(
        c.ago(33),
        'captain20',
        '土曜で大丈夫です。第12・13・21分団には私から声をかけます。制服でなく活動服でよいですか。',
        { replyTo: 'when' },
      ),
    ],
    21: [
      say(
        c.on(-1, '11:30'),
        'captain21',
        '船場の信号、消えていた時間は43分でした。交差点で2件、ひやりとする場面がありました。',
        { key: 'signal', actedAt: c.on(-2, '23:46') },
      ),
      say(c.on(1, '9:00'), 'desk2', '警察との打合せで伝えます。交差点用の誘導灯を2本お届けします。', {
        replyTo: 'signal',
      }),
      say(
        c.yesterday('20:50'),
        'captain21',
        '出動報告の画面で、途中で入った団員の時刻の入れ方が分かりません。一人ずつ変えられますか。',
        { key: 'how' },
      ),
    ],
    22: [
      say(c.on(-14, '10:20'), 'captain22', 'パッキンの抜けたホース2本、予備はありますか。', { key: 'hose' }),
      say(c.on(-13, '9:25'), 'desk3', 'パッキンだけお届けします。ホースはまだ使えます。', { replyTo: 'hose' }),
      say(
        c.on(1, '17:20'),
        'desk2',
        `お電話がつながらなかったので、こちらに書きます。${c.date(14)}の集合は「大淵河川敷運動場 北側駐車場」に変わりました。お読みになったら「確認」を押してください。`,
        { key: 'place' },
      ),
    ],
  }
}

/** The division whose captain the start prints a sign-in for. */
function twelve({ c, at }: { c: Stage['calendar']; at: Stage['at'] }): Step[] {
  return [
    say(c.on(-14, '8:50'), 'captain12', '今朝は9名でホース延長をしました。65mmを3本、水が出るまで1分20秒です。', {
      key: 'hose',
    }),
    say(c.on(-14, '9:05'), 'captain12', '二人目がつまずきやすいので、結合金具を道の端に寄せて置くようにしました。'),
    say(c.on(-13, '8:55'), 'desk2', 'よい工夫ですね。合同訓練のまとめに入れてもよいですか。', {
      replyTo: 'hose',
      key: 'may',
    }),
    ...reacts(c.on(-13, '12:10'), 'may', 'roger', ['captain12']),
    say(
      c.on(-6, '20:15'),
      'captain12',
      '大淵上の排水路、雨のたびに枝がたまります。水門の手前に網を付けてもらえないでしょうか。',
      { key: 'net' },
    ),
    say(c.on(-5, '10:30'), 'desk1', '大淵地域課に相談しました。現地を見てから返事をくださるそうです。', {
      replyTo: 'net',
    }),
    say(c.on(-2, '21:05'), 'captain12', '排水路に着きました。流れは速いですが、あふれてはいません。', {
      actedAt: c.on(-2, '21:00'),
    }),
    say(c.on(-2, '21:35'), 'captain12', '枝がたまり始めています。チェーンソーを使ってよいですか。', { key: 'saw' }),
    say(c.on(-2, '21:37'), 'desk1', '水に入らず、岸からだけお願いします。防護ズボンを着けた2名で。', {
      replyTo: 'saw',
    }),
    ...reacts(c.on(-2, '21:38'), 'saw', 'roger', ['desk2']),
    say(c.on(-2, '24:38'), 'captain12', '流木2本を上げました。長さ2mと3m、詰所の裏に置いてあります。', {
      key: 'log',
      actedAt: c.on(-2, '24:25'),
    }),
    say(c.on(-1, '7:20'), 'desk1', '夜通しありがとうございました。流木は建設課が引き取ります。', { replyTo: 'log' }),
    say(c.on(-1, '17:10'), 'captain12', '出動報告を出しました。11名、20:50から6:40まで。', { key: 'report' }),
    correct(c.on(-1, '17:16'), 'captain12', 'report', '出動報告を出しました。11名、20:50から7:00まで。'),
    ...reacts(c.on(1, '8:45'), 'report', 'checked', ['desk4']),
    say(
      c.on(2, '15:40'),
      'desk1',
      `排水路の網の件、大淵地域課が${c.date(11)}に現地を見ます。立会いをお願いできますか。`,
      { key: 'visit', replyTo: 'net' },
    ),
    say(c.yesterday('12:20'), 'captain12', '午後なら行けます。時間が決まったら教えてください。', {
      replyTo: 'visit',
      key: 'afternoon',
    }),
    say(c.ago(74), 'desk1', `${at('captain12')} 14:00に排水路の水門側でお願いします。`, {
      replyTo: 'afternoon',
      mentions: ['captain12'],
    }),
    say(c.ago(12), 'desk2', '取材の件で、第20分団長からお電話があると思います。よろしくお願いします。'),
  ]
}
