import { rainTalk } from './every-captain-rain.ts'
import { captains, correct, pin, type RoomTalk, reacts, retract, type Stage, say } from './script.ts'

/** 消防団一斉連絡: the desk and headquarters to all captains, who may answer. */
export function everyCaptainTalk(stage: Stage): RoomTalk {
  return {
    room: 'everyCaptain',
    steps: [
      ...notices(stage),
      ...requests(stage),
      ...deadlines(stage),
      ...rainTalk(stage),
      ...newDate(stage),
      ...lately(stage),
    ],
    looks: lookers(stage),
  }
}

/** Who has looked last when: some have seen only the wrong assembly place, some have not looked since the rain. */
function lookers({ calendar: c }: Stage) {
  const looks: Record<string, number> = {}
  for (const who of captains(3, 9, 16, 22, 28, 31)) looks[who] = c.on(1, '10:05')
  for (const who of captains(11, 26)) looks[who] = c.on(-1, '12:40')
  looks['captain30'] = c.on(-9, '20:10')
  looks['captain12'] = c.yesterday('12:30')
  return looks
}

function notices({ calendar: c }: Stage) {
  return [
    say(
      c.on(-20, '10:00'),
      'desk1',
      [
        '【合同訓練のお知らせ】',
        `日時：${c.date(0)} 8:30～11:30（受付 8:00から）`,
        '集合：火見市総合運動公園 第2駐車場',
        '内容：規律訓練、ポンプの取扱い、ホース延長、応急手当',
        '服装：活動服、編上げ靴、ヘルメット、手袋',
        '参加：各分団5名程度（分団長は原則参加）',
        `参加人数を${c.date(-9)}までに、個別ルームへお知らせください。`,
      ],
      { key: 'drill' },
    ),
    pin(c.on(-20, '10:01'), 'desk1', 'drill'),
    ...reacts(
      c.on(-20, '10:08'),
      'drill',
      'roger',
      captains(2, 7, 12, 1, 18, 23, 5, 34, 14, 29, 10, 33, 20, 6, 25),
      23,
    ),
    say(c.on(-20, '12:14'), 'captain7', '第7分団です。雨天のときはどうなりますか。', { key: 'ifRain' }),
    say(
      c.on(-20, '13:02'),
      'desk2',
      '小雨は実施、警報が出ているときは延期です。前日の12時にこのトークでお知らせします。',
      { replyTo: 'ifRain', key: 'rainRule' },
    ),
    ...reacts(c.on(-20, '13:05'), 'rainRule', 'roger', captains(7, 12, 19, 4), 12),
    say(c.on(-20, '19:40'), 'captain24', '第24分団です。可搬ポンプは持って行きますか。', { key: 'pump' }),
    say(c.on(-19, '8:45'), 'desk2', 'ポンプは訓練用を4台用意します。各分団は手袋とホースバンドだけお持ちください。', {
      replyTo: 'pump',
    }),
    say(
      c.on(-17, '9:00'),
      'desk1',
      [
        '【訃報】',
        '第8分団 元分団長 槐雨 茂 様が、ご逝去されました。謹んでお知らせします。',
        `通夜　　${c.date(-16)} 18:00から`,
        `告別式　${c.date(-15)} 10:00から`,
        '場所　　やすらぎ会館 火見（見本の会場です）',
        '参列される方は平服、団の制服は不要です。生花は団として1基お供えします。',
        'ご遺族の希望により、ご自宅への弔問はご遠慮ください。',
      ],
      { key: 'obituary' },
    ),
    ...reacts(c.on(-17, '9:12'), 'obituary', 'checked', captains(8, 1, 2, 9, 3, 12, 6, 13, 34, 21, 28, 10, 17), 19),
    say(c.on(-17, '12:25'), 'captain8', '第8分団です。ご連絡ありがとうございます。通夜の受付は当分団から3名出します。'),
    say(
      c.on(-17, '12:40'),
      'chief',
      '長年のご尽力に感謝し、心からご冥福をお祈りします。通夜には正副団長で参列します。',
    ),
  ]
}

function requests({ calendar: c }: Stage) {
  return [
    say(
      c.on(-19, '9:30'),
      'desk2',
      [
        '【依頼・健康増進課】ワクチン接種の希望調査',
        '災害対応に当たる消防団員の方に、職域での接種の機会を設けます。',
        `各分団の希望人数（分団長を含む）を${c.date(-9)} 17:00までに、個別ルームへお知らせください。`,
        '会場：保健センター　接種日：土曜または日曜を予定',
        '接種は任意です。希望しない方に理由を尋ねたり、勧めたりすることのないようお願いします。',
      ],
      { key: 'vaccine' },
    ),
    pin(c.on(-19, '9:31'), 'desk2', 'vaccine'),
    ...reacts(c.on(-19, '9:40'), 'vaccine', 'roger', captains(34, 2, 5, 12, 17, 27, 9, 20, 1, 31, 22), 31),
    say(c.on(-19, '18:20'), 'captain17', '第17分団です。家族も一緒に受けられますか。', { key: 'family' }),
    say(
      c.on(-18, '9:10'),
      'captain34',
      '健康増進課の職員でもあるのでお答えします。今回は団員ご本人だけです。ご家族は別の日程を広報でお知らせします。',
      {
        replyTo: 'family',
        key: 'familyAnswer',
      },
    ),
    ...reacts(c.on(-18, '9:15'), 'familyAnswer', 'checked', ['desk2', 'desk1', 'captain17', 'captain3'], 14),
    say(
      c.on(-13, '10:15'),
      'desk3',
      [
        '【依頼・国】消防団の組織に関する調査',
        '車両・ポンプ・無線機の数と、女性・学生の団員数を、年に一度報告するものです。',
        '各分団の前回の数字を個別ルームへお送りします。変わりがなければ「変更なし」とだけご返信ください。',
        `締切：${c.date(-6)}`,
      ],
      { key: 'survey' },
    ),
    ...reacts(c.on(-13, '10:30'), 'survey', 'roger', captains(1, 4, 5, 8, 12, 13, 19, 23, 32), 27),
    say(
      c.on(-10, '9:20'),
      'desk4',
      [
        '【依頼・商工観光課】市民ロードレース大会の沿道警備',
        `日時：${c.date(21)} 7:30～11:00`,
        '配置：第1～第6分団は中央、第12・第13分団は大淵橋の折返し。各3名です。',
        '弁当と飲み物は商工観光課で用意します。',
      ],
      { key: 'race' },
    ),
    ...reacts(c.on(-10, '9:33'), 'race', 'roger', captains(1, 2, 4, 5, 6, 12, 13), 38),
    say(c.on(-10, '12:50'), 'captain3', '第3分団です。当日は地区の行事と重なり、出られるのは2名です。', { key: 'two' }),
    say(c.on(-10, '13:15'), 'desk4', '承知しました。1名は第6分団にお願いできないか、相談してみます。', {
      replyTo: 'two',
      key: 'askSix',
    }),
    say(c.on(-10, '18:05'), 'captain6', '第6分団です。4名出せます。', { replyTo: 'askSix' }),
    say(c.on(-9, '8:40'), 'desk4', 'ありがとうございます。これで全員そろいました。'),
  ]
}

function deadlines({ calendar: c }: Stage) {
  return [
    say(
      c.on(-9, '9:00'),
      'desk2',
      [
        '本日が締切のものが2件あります。',
        '1 合同訓練の参加人数（本日中）',
        '2 ワクチン接種の希望人数（17:00まで）',
        '回答済みは28分団です。まだの分団は、人数だけで結構ですので個別ルームへお願いします。',
      ],
      { key: 'today' },
    ),
    ...reacts(c.on(-9, '9:20'), 'today', 'roger', captains(10, 15, 21, 29, 33), 26),
    say(
      c.on(-9, '17:20'),
      'desk2',
      '全34分団から回答をいただきました。訓練は計163名、接種の希望は計241名です。ありがとうございました。',
      { key: 'allIn' },
    ),
    ...reacts(c.on(-9, '17:31'), 'allIn', 'checked', ['chief', 'vice1', 'captain1', 'captain12', 'captain34'], 9),
    say(
      c.on(-7, '7:30'),
      'vice1',
      '今日は機械器具の点検日です。ポンプは始動だけでなく、5分以上回して水温と音を確かめてください。',
    ),
    say(c.on(-7, '9:05'), 'captain1', '第1分団、異常ありません。'),
    say(
      c.on(-7, '9:20'),
      'captain18',
      '第18分団、吸管のパッキンにひびがあります。予備と交換しました。補充をお願いします。',
      { key: 'packing' },
    ),
    say(c.on(-7, '9:48'), 'captain29', '第29分団、異常ありません。バッテリーを充電しておきました。'),
    say(c.on(-6, '8:50'), 'desk3', 'パッキンは今週中に詰所へ届けます。', { replyTo: 'packing' }),
    say(
      c.on(-6, '9:30'),
      'desk1',
      [
        `${c.date(0)}の合同訓練の班分けです。`,
        'A班（規律）：第1～第9分団',
        'B班（ポンプ）：第10～第18分団',
        'C班（ホース延長）：第19～第27分団',
        'D班（応急手当）：第28～第33分団、女性分団',
        '40分ごとに交代します。駐車は乗り合わせでお願いします。',
      ],
      { key: 'groups' },
    ),
    ...reacts(c.on(-6, '9:41'), 'groups', 'roger', captains(2, 5, 8, 12, 14, 19, 20, 23, 27, 32, 34), 21),
  ]
}

function newDate({ calendar: c }: Stage) {
  const notice = (place: string) => [
    '【合同訓練 新しい日程】',
    `日時：${c.date(14)} 8:30～11:30（受付 8:00から）`,
    `集合：${place}`,
    '内容・班分け・服装は前回のお知らせのとおりです。',
    `参加人数に変更がある分団は、${c.date(11)}までに個別ルームへお知らせください。`,
  ]
  return [
    say(c.on(1, '9:30'), 'desk1', notice('火見市総合運動公園 第2駐車場'), { key: 'drill2' }),
    ...reacts(c.on(1, '9:36'), 'drill2', 'roger', captains(9, 16, 5, 22, 28), 6),
    say(
      c.on(1, '10:04'),
      'captain5',
      '第5分団です。運動公園の第2駐車場は、大雨の土のうと災害ごみの仮置場になっていませんか。',
      { key: 'wrongPlace', replyTo: 'drill2' },
    ),
    correct(c.on(1, '10:12'), 'desk1', 'drill2', notice('大淵河川敷運動場 北側駐車場（運動公園ではありません）')),
    say(
      c.on(1, '10:14'),
      'desk1',
      [
        '集合場所に誤りがありました。申し訳ありません。上のお知らせを直しました。',
        '正しくは「大淵河川敷運動場 北側駐車場」です。先に読まれた方は、もう一度ご確認ください。',
      ],
      { key: 'apology', replyTo: 'wrongPlace' },
    ),
    pin(c.on(1, '10:15'), 'desk1', 'drill2'),
    ...reacts(
      c.on(1, '10:18'),
      'apology',
      'checked',
      captains(5, 1, 2, 12, 34, 14, 19, 23, 8, 27, 6, 20, 33, 25, 13),
      17,
    ),
    say(c.on(1, '11:40'), 'desk3', '本部員会議の見積書です。ポンプ用ホース20本、単価の確認をお願いします。', {
      key: 'slip',
    }),
    retract(c.on(1, '11:42'), 'desk3', 'slip'),
    say(c.on(1, '11:43'), 'desk3', '先ほどの投稿は送り先を間違えたため、取り消しました。失礼しました。'),
    say(
      c.on(1, '19:15'),
      'captain20',
      '第20分団です。河川敷は増水のあとでぬかるんでいませんか。車が入れるか心配です。',
      { key: 'mud' },
    ),
    say(c.on(2, '9:05'), 'desk2', '昨日見てきました。北側は舗装されていて、車は問題ありません。南側は入れません。', {
      replyTo: 'mud',
      key: 'mudAnswer',
    }),
    ...reacts(c.on(2, '9:10'), 'mudAnswer', 'roger', captains(20, 21, 13, 4), 8),
  ]
}

function lately({ calendar: c, at }: Stage) {
  return [
    say(
      c.workday('10:00'),
      'desk4',
      [
        '大雨の夜に出動した分団は、出動報告を電子申請でお出しください。',
        '対象：第12・第13・第20・第21・第23・第24・第25分団',
        `${at('captain21')} ${at('captain25')} あと2分団です。よろしくお願いします。`,
      ],
      { key: 'reports', mentions: ['captain21', 'captain25'] },
    ),
    ...reacts(c.workday('10:20'), 'reports', 'roger', captains(12, 13, 23, 24), 16),
    say(c.yesterday('20:15'), 'captain25', '遅くなりました。第25分団、出しました。', { replyTo: 'reports' }),
    say(
      c.ago(150),
      'chief',
      [
        '大雨の夜は、多くの分団に協力をいただきました。けが人なく終えられたことに感謝します。',
        '仕事の翌朝まで活動した団員も多いと聞いています。分団長からも、ねぎらいの言葉をかけてください。',
      ],
      { key: 'thanks' },
    ),
    ...reacts(c.ago(141), 'thanks', 'roger', captains(1, 5, 13, 20, 24, 34), 9),
    say(
      c.ago(26),
      'desk2',
      [
        `新しい日程（${c.date(14)}）の参加人数は、変更のある分団だけで結構です。締切は${c.date(11)}です。`,
        '集合は大淵河川敷運動場の北側です。ナビで南側の入口が出ることがあるので、ご注意ください。',
      ],
      { key: 'remind' },
    ),
    ...reacts(c.ago(21), 'remind', 'roger', captains(5, 34, 1), 6),
  ]
}
