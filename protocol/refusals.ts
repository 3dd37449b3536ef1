/**
 * The closed list of every “no”: a code for programs, an HTTP status, and a sentence for people.
 * Absent and forbidden are one code, `not_found`, so that nobody learns what exists.
 */
export const refusals = {
  malformed: { status: 400, ja: '送られた内容を読み取れませんでした。' },
  too_large: { status: 413, ja: '内容が大きすぎます。' },
  text_too_long: { status: 400, ja: '文章が長すぎます。4,000文字までにしてください。' },
  text_empty: { status: 400, ja: '文章を入力してください。' },
  json_only: { status: 415, ja: 'この形式では受け付けられません。' },
  foreign_origin: { status: 403, ja: 'ほかのサイトからの操作は受け付けていません。' },
  signed_out: { status: 401, ja: 'もう一度サインインしてください。' },
  /** Signed out, and what this device keeps has to go. */
  device_ended: { status: 401, ja: 'この端末の利用は終了されました。' },
  sign_in_failed: { status: 401, ja: 'ログインIDまたはパスワードが違います。' },
  activation_failed: { status: 401, ja: 'コードが違うか、期限が切れています。担当者に再発行を頼んでください。' },
  password_too_short: { status: 400, ja: 'パスワードは8文字以上にしてください。' },
  password_too_common: { status: 400, ja: 'よく使われるパスワードです。ほかのものにしてください。' },
  password_too_long: { status: 400, ja: 'パスワードが長すぎます。' },
  password_wrong: { status: 403, ja: '今のパスワードが違います。' },
  slow_down: { status: 429, ja: '少し待ってから、もう一度お試しください。' },
  not_found: { status: 404, ja: '見つかりません。' },
  not_allowed: { status: 403, ja: 'この操作はできません。' },
  read_only_room: { status: 403, ja: 'このルームでは、決められた人だけが投稿できます。' },
  not_author: { status: 403, ja: '自分のメッセージだけ変更できます。' },
  window_passed: { status: 403, ja: '変更できる時間を過ぎました。' },
  already_retracted: { status: 409, ja: 'このメッセージは取り消されています。' },
  no_such_entry: { status: 404, ja: 'このメッセージは見つかりません。' },
  no_such_member: { status: 400, ja: 'ルームにいない人が指定されています。' },
  client_id_reused: { status: 409, ja: '同じ番号で別の内容が送られました。' },
  upload_unknown: { status: 404, ja: 'この写真やファイルは届いていません。もう一度送ってください。' },
  upload_too_large: { status: 413, ja: 'サイズが大きすぎます。写真は10MB、ファイルは25MBまでにしてください。' },
  upload_offset_differs: { status: 409, ja: '送信の続きの位置が違います。' },
  upload_version: { status: 412, ja: 'この送信方式には対応していません。' },
  type_not_allowed: { status: 415, ja: '写真として送れる形式ではありません。ファイルとして送ってください。' },
  uploads_waiting: {
    status: 429,
    ja: '送信待ちの写真やファイルが多すぎます。少し待ってから、もう一度お試しください。',
  },
  quota_full: {
    status: 507,
    ja: '保存できる量がいっぱいのため、写真やファイルを送れません。管理者に、容量を増やすよう伝えてください。文章は送れます。',
  },
  file_lost: {
    status: 404,
    ja: 'この写真やファイルは失われました。元の写真やファイルを持っている人は、もう一度送れます。',
  },
  file_differs: { status: 409, ja: '前に送られた写真やファイルと内容が違います。' },
  too_slow: { status: 408, ja: '通信に時間がかかりすぎました。もう一度お試しください。' },
  out_of_range: { status: 416, ja: '指定された範囲はありません。' },
  file_unavailable: { status: 503, ja: '写真やファイルの保管場所に接続できません。しばらくしてからお試しください。' },
  no_public_copy: { status: 404, ja: '向きの記録が残る写真やHEIC形式などは、公開用の写しを作れません。' },
  record_inside: {
    status: 403,
    ja: 'この写真の中に撮影の記録（場所など）が残っているため、別の組織のルームへは送れません。',
  },
  login_id_taken: { status: 409, ja: 'このログインIDはすでに使われています。' },
  seat_taken: { status: 409, ja: 'この役職にはすでに別の人がいます。' },
  changed_meanwhile: { status: 409, ja: 'ほかの人が先に変更しました。新しい内容を確認してください。' },
  note_changed: { status: 409, ja: 'ほかの人が先に変更しました。新しい内容を確認してください。' },
  note_too_long: { status: 400, ja: '題名は100文字、本文は20,000文字までにしてください。' },
  too_many_notes: { status: 409, ja: 'ノートは1つのルームに500件までです。' },
  selection_too_large: { status: 413, ja: 'まとめて保存できるのは、一度に500枚、合計2GBまでです。' },
  rule_matches_nobody: { status: 400, ja: '条件に合う人がいません。' },
  unknown_push_service: { status: 400, ja: 'この端末の通知のしくみには対応していません。' },
  rings_unavailable: { status: 503, ja: '通知を送る準備ができていません。メッセージはそのまま使えます。' },
  reload_required: { status: 426, ja: 'アプリが更新されました。読み込み直してください。' },
  directory_unavailable: {
    status: 503,
    ja: '名簿に接続できません。トークはそのまま使えます。しばらくしてからお試しください。',
  },
  not_configured: { status: 503, ja: 'まだ準備ができていません。' },
  internal: { status: 500, ja: '処理中に問題が起きました。もう一度お試しください。' },
} as const satisfies Record<string, { status: number; ja: string }>

export type RefusalCode = keyof typeof refusals

export const refusalCodes = Object.keys(refusals) as [RefusalCode, ...RefusalCode[]]
