import { fireTalk, sewageTalk } from './city-sections.ts'
import { correct, pin, type RoomTalk, reacts, retract, type Stage, say } from './script.ts'

/** The rooms of the city hall. */
export const cityTalk = (stage: Stage): RoomTalk[] => [
  noticesTalk(stage),
  headsTalk(stage),
  helpTalk(stage),
  drillTalk(stage),
  sewageTalk(stage),
  fireTalk(stage),
]

/** 全庁お知らせ: only three sections write, all 160 read. */
function noticesTalk({ calendar: c }: Stage): RoomTalk {
  return {
    room: 'notices',
    steps: [
      say(
        c.on(-20, '13:00'),
        'digital/課長補佐',
        [
          '「やぐら」の全庁お知らせを始めました。回覧のうち、全員に関わるものをここに載せます。',
          '使い方の質問は「やぐら相談室」へどうぞ。業務に関係のない投稿はできません。',
        ],
        { key: 'start' },
      ),
      pin(c.on(-20, '13:01'), 'digital/課長補佐', 'start'),
      ...reacts(
        c.on(-20, '13:10'),
        'start',
        'roger',
        ['somu/課長', 'shimin/係長', 'nosei/課長', 'koho/主査', 'gesui/主査', 'kenko/係長', 'zeimu/係長2'],
        9,
      ),
      say(
        c.on(-19, '8:45'),
        'somu/係長',
        `本庁舎の空調点検のため、${c.date(-15)}は終日、冷暖房が止まります。休日に出勤する方は上着などをご用意ください。`,
      ),
      say(
        c.on(-17, '11:00'),
        'digital/係長',
        `パスワードの更新をお願いします。${c.date(-6)}までに、庁内パソコンの画面の案内に沿って変えてください。`,
        { key: 'password' },
      ),
      ...reacts(
        c.on(-17, '11:20'),
        'password',
        'roger',
        ['zeimu/主査', 'kankyo/係長', 'shogai/主査', 'kensetsu/主査', 'hisho/係長', 'iwato/主査'],
        22,
      ),
      say(
        c.on(-12, '9:30'),
        'somu/課長補佐',
        `職員健康診断は${c.date(-5)}から3日間、保健センターです。受付の時間割は庁内掲示板にあります。`,
        { key: 'health' },
      ),
      correct(
        c.on(-12, '9:52'),
        'somu/課長補佐',
        'health',
        `職員健康診断は${c.date(-5)}から3日間、本庁舎2階大会議室です。受付の時間割は庁内掲示板にあります。`,
      ),
      say(
        c.on(-9, '15:00'),
        'kiki/課長補佐',
        `総合防災訓練を${c.date(21)}の翌週に予定しています。参加する課には個別にご連絡します。`,
      ),
      say(
        c.on(-2, '16:00'),
        'kiki/課長',
        '今夜は大雨になる見込みです。残る必要のない方は、明るいうちに帰宅してください。',
        { key: 'home' },
      ),
      ...reacts(
        c.on(-2, '16:05'),
        'home',
        'roger',
        [
          'shimin/課長',
          'zeimu/課長',
          'gakumu/課長',
          'shoko/係長',
          'kenko/主査',
          'koho/課長',
          'hisho/主査',
          'nosei/主任',
        ],
        5,
      ),
      say(c.on(-1, '10:20'), 'kiki/課長', '災害警戒本部は10:00に廃止しました。来週の業務は平常どおりです。'),
      say(
        c.on(1, '8:35'),
        'somu/係長',
        '大雨で夜通し勤務した方は、今週中に代休を取ってください。課長は取得の状況を金曜までに総務課へお知らせください。',
        { key: 'rest' },
      ),
      ...reacts(
        c.on(1, '8:50'),
        'rest',
        'roger',
        ['kensetsu/課長', 'gesui/課長', 'obuchi/課長', 'iwato/課長', 'nosei/課長', 'fukushi/課長'],
        12,
      ),
      say(
        c.workday('14:00'),
        'digital/係長',
        '「やぐら」をホーム画面に置く手順を、庁内掲示板に載せました。機種ごとに1枚です。',
      ),
      say(c.ago(115), 'somu/課長補佐', '来週、正面玄関の床を張り替えます。期間中は東玄関をお使いください。'),
    ],
  }
}

function headsTalk({ calendar: c, at }: Stage): RoomTalk {
  return {
    room: 'heads',
    steps: [
      say(
        c.on(-18, '9:00'),
        'somu/課長',
        `課長会議は${c.date(-16)} 9:30、第1会議室です。議題は前日の15時までにここへお願いします。`,
        { key: 'meeting' },
      ),
      ...reacts(
        c.on(-18, '9:08'),
        'meeting',
        'roger',
        ['kiki/課長', 'koho/課長', 'kensetsu/課長', 'shoko/課長', 'kenko/課長', 'kyoiku'],
        8,
      ),
      say(c.on(-17, '13:40'), 'shoko/課長', '議題を1つ。市民ロードレースの職員の割り当てです。'),
      say(c.on(-17, '14:20'), 'digital/課長', '「やぐら」の利用状況を5分報告します。'),
      say(
        c.on(-16, '11:30'),
        'somu/課長',
        '会議の要点です。ロードレースは各課2名、名簿は10日以内に商工観光課へ。休暇の計画は月末まで。',
        { key: 'minutes' },
      ),
      pin(c.on(-16, '11:31'), 'somu/課長', 'minutes'),
      say(
        c.on(-6, '10:10'),
        'shoko/課長',
        `${at('zeimu/課長')} ${at('shimin/課長')} ロードレースの名簿をお待ちしています。`,
        { mentions: ['zeimu/課長', 'shimin/課長'], key: 'list' },
      ),
      say(c.on(-6, '11:05'), 'zeimu/課長', '失礼しました。今送りました。', { replyTo: 'list' }),
      say(c.on(-6, '13:20'), 'shimin/課長', '市民課も送りました。', { replyTo: 'list' }),
      say(
        c.on(1, '9:15'),
        'somu/課長',
        `大雨の対応、おつかれさまでした。次の課長会議は${c.date(12)}です。被害と復旧の見込みを各課2分で。`,
        { key: 'next' },
      ),
      ...reacts(
        c.on(1, '9:30'),
        'next',
        'roger',
        ['kensetsu/課長', 'nosei/課長', 'gesui/課長', 'obuchi/課長', 'iwato/課長', 'toshibu', 'sangyobu'],
        15,
      ),
      say(
        c.workday('16:05'),
        'kensetsu/課長',
        '道路の被害は6か所、うち5か所は復旧済みです。資料を会議の前日に出します。',
      ),
    ],
  }
}

/** やぐら相談室: one or two of many ask for help. */
function helpTalk({ calendar: c }: Stage): RoomTalk {
  return {
    room: 'help',
    steps: [
      say(
        c.on(-20, '13:05'),
        'digital/主査',
        'デジタル戦略課です。使い方で困ったら、ここに書いてください。画面の写しがなくても、言葉で結構です。',
        { key: 'hello' },
      ),
      pin(c.on(-20, '13:06'), 'digital/主査', 'hello'),
      say(c.on(-19, '10:40'), 'kankyo/主任', '機種を変えました。新しいスマホでも同じログインIDで入れますか。', {
        key: 'phone',
      }),
      say(
        c.on(-19, '10:52'),
        'digital/主査',
        '入れます。古いほうは、設定の「使っている端末」から終了しておいてください。',
        { replyTo: 'phone' },
      ),
      say(c.on(-12, '9:20'), 'shoko/主事', '間違えて送ったものは消せますか。', { key: 'undo' }),
      say(
        c.on(-12, '9:31'),
        'digital/主任',
        '24時間以内なら、長押しして「取り消す」を選べます。直すだけなら「訂正する」です。',
        { replyTo: 'undo' },
      ),
      say(c.on(-12, '9:35'), 'shoko/主事', 'ためしに送った文です。', { key: 'try' }),
      retract(c.on(-12, '9:36'), 'shoko/主事', 'try'),
      say(c.on(-12, '9:37'), 'shoko/主事', '取り消せました。ありがとうございます。'),
      say(c.on(-6, '14:10'), 'zeimu/主事', '既読になったかどうかは、誰まで見られますか。', { key: 'who' }),
      say(
        c.on(-6, '14:30'),
        'digital/課長補佐',
        'ルームにいる全員が見られます。「既読」の数字を押すと、課ごとに分かれて出ます。',
        { replyTo: 'who' },
      ),
      ...reacts(c.on(-6, '14:40'), 'who', 'checked', ['zeimu/係長', 'digital/主査'], 7),
      say(c.workday('15:15'), 'nosei/主事', '庁内のパソコンでも読めますか。外で書いたものを机で見たいです。', {
        key: 'desk',
      }),
      say(c.workday('15:40'), 'digital/主任', '読めます。アドレスは同じです。少し間をおいて自動で新しくなります。', {
        replyTo: 'desk',
      }),
    ],
  }
}

function drillTalk({ calendar: c }: Stage): RoomTalk {
  return {
    room: 'drill',
    steps: [
      say(
        c.on(-13, '9:00'),
        'kiki/係長',
        '総合防災訓練の準備を始めます。想定は「夕方の大雨、岩戸地区で土砂災害」です。',
        { key: 'start' },
      ),
      ...reacts(c.on(-13, '9:10'), 'start', 'roger', ['keibo/係長', 'shobo/課長補佐', 'koho/係長', 'gakumu/係長'], 12),
      say(
        c.on(-13, '10:30'),
        'gakumu/係長',
        '会場の岩戸小は、体育館と校庭の半分が使えます。児童の引き渡し訓練も一緒にできないか、学校から相談がありました。',
        { key: 'school' },
      ),
      say(c.on(-13, '11:10'), 'kiki/係長', 'ぜひお願いします。時間は10時からの30分でどうでしょう。', {
        replyTo: 'school',
      }),
      say(c.on(-11, '15:20'), 'keibo/係長', '消防は救出訓練に6名、車両2台です。煙は使いません。'),
      say(c.on(-10, '13:15'), 'koho/係長', '広報紙の締切の都合で、日程と会場だけ今週中に決めてください。', {
        key: 'deadline',
      }),
      say(c.on(-9, '14:40'), 'kiki/課長補佐', '日程と会場を決めました。資料は共有フォルダの「総合防災訓練」です。', {
        replyTo: 'deadline',
      }),
      say(
        c.on(2, '10:00'),
        'kiki/係長',
        '先週末の大雨が、ほぼ想定どおりになりました。うまくいかなかった3点を訓練に入れ直します。毛布の融通、世帯数の復唱、夜の移動です。',
        { key: 'redo' },
      ),
      ...reacts(
        c.on(2, '10:15'),
        'redo',
        'roger',
        ['keibo/係長', 'keibo/課長', 'shobo/課長補佐', 'gakumu/係長', 'koho/係長'],
        11,
      ),
      say(
        c.workday('11:30'),
        'shobo/課長補佐',
        '消防団からは、避難の声かけに3分団が参加できそうです。正式には団長と相談します。',
      ),
      say(c.ago(135), 'koho/係長', 'ちらしの案を作りました。次の打合せで配ります。'),
    ],
  }
}
