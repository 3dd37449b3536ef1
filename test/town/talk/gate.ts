import { correct, pin, type RoomTalk, reacts, type Stage, say } from './script.ts'

/** 大淵水門連絡用: inspections, and the night on which it was closed. Orders are repeated before they are carried out. */
export function gateTalk(stage: Stage): RoomTalk {
  return { room: 'gate', steps: [...inspections(stage), ...rain(stage), ...lessons(stage)] }
}

function inspections({ calendar: c, family }: Stage) {
  return [
    say(
      c.on(-19, '8:50'),
      'gateFire1',
      [
        '警防課です。大淵水門の操作について、消防本部と大淵地域課の相談に使います。',
        '操作するときは、必ず「指示 → 復唱 → 完了」の順で残してください。時刻は実際に動かした時刻を書きます。',
      ],
      { key: 'rule' },
    ),
    pin(c.on(-19, '8:51'), 'gateFire1', 'rule'),
    ...reacts(
      c.on(-19, '8:58'),
      'rule',
      'roger',
      ['gateFire2', 'gateFire3', 'gateFire4', 'gateArea1', 'gateArea2', 'gateArea3', 'gateArea4'],
      6,
    ),
    say(
      c.on(-19, '9:20'),
      'gateArea3',
      [
        '操作の目安を固定しておきます（大淵水位観測所）。',
        '2.00m 水門に2名で待機',
        '2.80m 全閉の判断',
        '3.00m 氾濫注意水位',
        '2.50m を下回り、下がり続けているときに開ける',
      ],
      { key: 'levels' },
    ),
    pin(c.on(-19, '9:21'), 'gateArea3', 'levels'),
    say(c.on(-16, '10:05'), 'gateArea4', `定期点検です。${c.date(-14)}は都合がつきますか。地域課は2名出られます。`, {
      key: 'when',
    }),
    say(c.on(-16, '11:30'), 'gateFire3', '警防課も2名行けます。9:00に水門の操作室で。', { replyTo: 'when' }),
    say(
      c.on(-14, '9:40'),
      'gateArea4',
      '点検結果。開閉とも動作よし。全開から全閉まで6分20秒。ワイヤーに軽いさび、グリスを塗りました。',
      { key: 'inspection' },
    ),
    ...reacts(c.on(-14, '9:50'), 'inspection', 'checked', ['gateFire1', 'gateFire3', 'gateArea1', 'gateArea3'], 8),
    say(c.on(-14, '9:55'), 'gateFire3', '予備発電機は10分試運転して異常なし。燃料は8割です。'),
    say(c.on(-9, '14:15'), 'gateArea2', '上流の草刈りで刈り草が流れてきています。除塵機の前を一度見てもらえますか。', {
      key: 'grass',
    }),
    say(
      c.on(-9, '15:50'),
      'gateFire4',
      `見てきました。ひとかかえほど取り除きました。${family('gateArea2')}さん、明日もう一度見ます。`,
      { replyTo: 'grass' },
    ),
    say(c.on(-8, '10:20'), 'gateFire4', '今日は異常ありません。'),
  ]
}

function rain({ calendar: c, at, family }: Stage) {
  return [
    say(
      c.on(-2, '16:00'),
      'gateFire1',
      `今夜の当番は、操作室 ${family('gateFire3')}・${family('gateFire4')}、水位の確認 ${family('gateArea3')}・${family('gateArea4')}です。18:30に入ります。`,
      { key: 'duty' },
    ),
    ...reacts(c.on(-2, '16:04'), 'duty', 'roger', ['gateFire3', 'gateFire4', 'gateArea3', 'gateArea4', 'gateArea1'], 3),
    say(c.on(-2, '18:31'), 'gateFire3', '操作室に2名入りました。開度100%（全開）、水位1.42m、内水1.30m。'),
    say(c.on(-2, '19:30'), 'gateArea4', '水位1.68m（19:30）。上流で1時間20mmの雨です。'),
    say(c.on(-2, '20:30'), 'gateArea4', '水位2.03m（20:30）。待機の水位を超えました。', { key: 'two' }),
    ...reacts(c.on(-2, '20:31'), 'two', 'checked', ['gateFire3', 'gateFire1', 'gateArea3'], 1),
    say(c.on(-2, '21:30'), 'gateArea4', '水位2.37m（21:30）。1時間に34cm上がっています。'),
    say(
      c.on(-2, '22:20'),
      'gateArea3',
      `水位2.71m（22:20）。${at('gateFire1')} あと15分ほどで2.80mに届きます。判断をお願いします。`,
      {
        key: 'ask',
        mentions: ['gateFire1'],
      },
    ),
    say(
      c.on(-2, '22:34'),
      'gateFire1',
      '【指示】大淵水門 全閉。22:40から操作。川側に人がいないことを確かめてから始めること。',
      { key: 'close', replyTo: 'ask' },
    ),
    say(c.on(-2, '22:36'), 'gateFire3', '【復唱】大淵水門 全閉、22:40から操作、川側の安全確認。了解しました。', {
      replyTo: 'close',
    }),
    say(c.on(-2, '22:38'), 'gateFire4', '川側、下流の両岸とも人はいません。パトライトを回しました。', {
      replyTo: 'close',
    }),
    say(c.on(-2, '22:52'), 'gateFire3', '【完了】全閉。22:43操作開始、22:50全閉。開度0%、水位2.86m、内水1.95m。', {
      key: 'closed',
      replyTo: 'close',
      actedAt: c.on(-2, '22:50'),
    }),
    ...reacts(
      c.on(-2, '22:53'),
      'closed',
      'checked',
      ['gateFire1', 'gateFire2', 'gateArea1', 'gateArea2', 'gateArea3'],
      1,
    ),
    say(
      c.on(-2, '22:56'),
      'gateArea3',
      '下水道課に中川原ポンプ場の運転継続を頼みました。消防団は20・21分団が排水路の見回りに出ています。',
    ),
    say(c.on(-2, '23:45'), 'gateArea4', '水位2.98m、内水2.04m（23:45）。ポンプで内水は横ばいです。'),
    say(c.on(-2, '24:50'), 'gateArea4', '水位3.12m、内水2.06m（0:50）。氾濫注意水位を超えました。'),
    say(c.on(-2, '26:22'), 'gateArea4', '水位3.31m、内水2.02m（2:20）。', { key: 'peak', actedAt: c.on(-2, '26:20') }),
    correct(c.on(-2, '26:25'), 'gateArea4', 'peak', '水位3.21m、内水2.02m（2:20）。'),
    say(c.on(-2, '26:26'), 'gateArea4', '2:20の水位は3.21mの誤りでした。直しました。'),
    say(c.on(-2, '26:40'), 'gateArea3', '水位3.15m（2:40）。下がり始めています。'),
    say(c.on(-1, '3:50'), 'gateArea3', '水位2.49m、内水2.11m（3:50）。開ける条件に近づきました。', { key: 'low' }),
    say(
      c.on(-1, '3:58'),
      'gateFire1',
      '【指示】大淵水門 全開。4:00から操作。50%で一度止めて、下流のようすを見てから全開にすること。',
      { key: 'open', replyTo: 'low' },
    ),
    say(c.on(-1, '3:59'), 'gateFire4', '【復唱】全開、4:00から操作、50%で一度止める。了解しました。', {
      replyTo: 'open',
    }),
    say(
      c.on(-1, '4:12'),
      'gateFire4',
      '【完了】4:01操作開始、4:04に50%で停止、異常なし、4:10全開。開度100%、水位2.48m。',
      {
        key: 'opened',
        replyTo: 'open',
        actedAt: c.on(-1, '4:10'),
      },
    ),
    ...reacts(c.on(-1, '4:13'), 'opened', 'checked', ['gateFire1', 'gateArea3', 'gateArea1', 'gateFire2'], 2),
    say(c.on(-1, '6:30'), 'gateArea3', '水位2.02m（6:30）。操作室の待機を解きます。おつかれさまでした。'),
  ]
}

function lessons({ calendar: c, at }: Stage) {
  return [
    say(
      c.on(1, '10:15'),
      'gateArea1',
      '県の事務所へ操作の記録を出します。このルームの時刻をそのまま使いました。写しを課の共有フォルダに入れてあります。',
      { key: 'record' },
    ),
    ...reacts(c.on(1, '10:20'), 'record', 'checked', ['gateFire1', 'gateFire2', 'gateArea2'], 12),
    say(
      c.on(1, '14:40'),
      'gateFire3',
      '流木が1本、除塵機の右岸側にかかっています。直径20cm、長さ3mほど。チェーンソーが要ります。',
      { key: 'log' },
    ),
    say(c.on(1, '14:58'), 'gateArea2', '今週中に業者へ頼みます。それまで除塵機は手動にしておいてください。', {
      replyTo: 'log',
    }),
    say(c.on(1, '15:01'), 'gateFire3', '手動に切り替えました。札も下げました。'),
    say(c.workday('11:20'), 'gateArea4', '流木は業者が取り除きました。除塵機を自動に戻してよいですか。', {
      key: 'auto',
    }),
    say(c.workday('11:45'), 'gateFire2', 'お願いします。戻したら一度回して、音を確かめてください。', {
      replyTo: 'auto',
    }),
    say(c.workday('13:05'), 'gateArea4', '【完了】12:55 自動に戻しました。試運転で異音なし。', {
      actedAt: c.workday('12:55'),
    }),
    say(
      c.ago(48),
      'gateFire1',
      `${at('gateArea4')} 次の定期点検は来月の第2日曜でどうでしょう。今回の操作時間も一緒に確認したいです。`,
      { mentions: ['gateArea4'] },
    ),
  ]
}
