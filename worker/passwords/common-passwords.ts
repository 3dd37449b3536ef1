const list = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== ''))

/**
 * Passwords of at least eight characters that lists of leaked ones have at their top, in lower case. Shorter ones are refused by
 * length; runs, repetitions and dates by pattern.
 */
export const commonPasswords = list(`
  password passw0rd p@ssw0rd p@ssword pa55word passwort password1 password12 password123 password1234 password! password1!
  passpass passwordpassword mypassword newpassword changeme changeit changeme123 default1 letmein1 letmein123 letmein!
  welcome1 welcome123 welcome! welcome2024 welcome2025 welcome2026 admin123 admin1234 admin12345 administrator adminadmin
  root1234 rootroot toor1234 test1234 test12345 testtest testtest1 tester123 guest1234 guestguest user1234 useruser login123
  qwerty12 qwerty123 qwerty1234 qwerty12345 qwertyui qwertyuiop qwertyu1 qwerty!@ qwer1234 qwer12345 asdf1234 asdfasdf asdfghjk
  asdfghjkl asdf5678 zxcvbnm1 zxcvbnm123 zxcvzxcv zaq12wsx zaq1zaq1 xsw21qaz 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 !qaz2wsx 1q2w3e4r
  1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 abcd1234 abcd12345 abc12345 abc123456 abc123abc a1234567 a12345678
  a123456789 a1b2c3d4 a1b2c3d4e5 aa123456 aa12345678 aaa11111 abcdefg1 abcdefgh 123456789a 12345678a 1234567a 123456ab 123456aa
  1234abcd 12345abc 123abc123 123qwe123 123qweasd 123qwerty 1234qwer 12341234 12344321 12345678 123456789 1234567890 12345679
  123123123 123321123 123454321 123456123 123456654 147258369 147852369 159357123 159753456 159951159 741852963 789456123
  789456321 963852741 987654321 9876543210 87654321 88888888 11111111 111111111 1111111111 00000000 000000000 0000000000
  11112222 11223344 1122334455 12121212 13131313 10101010 20202020 21212121 22222222 33333333 44444444 55555555 66666666
  77777777 99999999 31415926 19191919 80808080 01234567 012345678 0123456789 102030405 1029384756 1020304050 110110110 119119119
  iloveyou iloveyou1 iloveyou2 iloveu123 loveyou1 lovelove ilovejapan sunshine sunshine1 princess princess1 football football1
  baseball baseball1 basketball soccer123 superman superman1 batman123 spiderman pokemon1 pokemon123 pikachu1 doraemon dragon123
  dragonball onepiece onepiece1 naruto123 starwars starwars1 trustno1 whatever whatever1 computer computer1 internet internet1
  samsung1 google123 facebook youtube1 michelle jennifer jessica1 charlie1 charlie123 jordan23 michael1 daniel123 matthew1
  andrew123 anthony1 victoria alexander alexandra elizabeth nicholas christian benjamin samantha danielle stephanie caroline
  blink182 chelsea1 liverpool liverpool1 arsenal1 manchester mustang1 corvette mercedes ferrari1 cheese123 chocolate chocolate1
  butterfly rainbow1 flower123 purple123 orange123 monkey123 monkey12 shadow123 master123 hunter123 killer123 freedom1
  secret123 secret12 secretsecret access14 access123 q1234567 zxcvbnm, qazwsxedc qazwsx123 qazwsxed wsxedc123 poiuytre
  poiuytrewq lkjhgfdsa mnbvcxz1 asdqwe123 qweasdzxc qweasd123 qwe12345 qwe123456 qweqweqwe asdasdasd zxczxczxc
  sakura12 sakura123 sakura00 sakurasaku sakura2020 hanabira himawari himawari1 momotaro tanpopo1 kazoku123 kazoku00
  nihon123 nippon123 nihongo1 nihonjin japan123 japan1234 tokyo123 tokyo2020 osaka123 kyoto123 fujisan1 fujisan123 fujiyama
  takahashi watanabe yamamoto nakamura kobayashi yoshida1 yamaguchi matsumoto shimizu1 yamazaki hashimoto kimura123 suzuki123
  tanaka123 tanaka12 satou123 sato1234 satosato itou1234 ito12345 kato1234 yamada12 yamada123 yamadataro yamadatarou taro1234
  tarotaro tarou123 hanako12 hanako123 hanakohanako jiro1234 ichiro51 ichiro123 daisuke1 kenichi1 takeshi1 takeshi123 hiroshi1
  hiroyuki takayuki tomoyuki yoshiyuki masahiro nobuyuki kazuyuki shinichi kenichiro yuichiro shigeru1 keiko123 yoshiko1
  arigatou arigato1 konnichiwa ohayou123 aishiteru aishiteru1 daisuki1 daisuki123 daisukidesu kawaii123 genki123 ganbaru1
  ganbare1 ganbatte yoroshiku yorosiku onegai123 himitsu1 himitu123 pasuwado pasuwaado nantoka1 watashi1 watasi123 kamisama
  tigers123 hanshin1 hanshintigers giants123 yomiuri1 antlers1 antlers123 kashima1 hitachi1 hitachi123 toyota123 honda123
  nintendo nintendo1 playstation playstation1 sony1234 sony12345 disney123 tokyodisney snoopy123 kitty123 hellokitty
  inuneko1 nekoneko nekoinu1 wanwan123 nyanko123 nyannyan tamatama pochi123 kuroneko shironeko momo1234 momomomo sora1234
  haruharu haru1234 aoi12345 yuki1234 yukiyuki miki1234 mikimiki nana1234 nananana rina1234 riko1234 yui12345 mei12345
  shobodan syoubodan shoboudan syobodan shobodan1 shobodan119 shobo119 syobo119 shoubou119 shouboudan shobosho shoubousho
  shouboushi bunndan1 bundancho bundanchou danin123 fukudancho 119shobo 119kasama kasama119 kasama01 kasama12 kasama123
  kasama1234 kasamashi kasamacity kasamashi1 kasamayaki inarijinja kasamainari kasamaeki tomobe123 iwama123 ibaraki1 ibaraki123
  ibarakiken mitoshi1 mito1234 tsukuba1 tsukuba123 natto123 mitonatto yakusho1 shiyakusho kasamashiyakusho yakuba123 bousai119
  bosai119 bousai123 bosai123 saigai119 kinkyu119 kyukyu119 taisaku1 hinan123 jishin123 taifuu123 hisaichi kikikanri
  yagura12 yagura123 yagura119 hinomiyagura member123 member01 shokuin1 shokuin123 syokuin123 soumu123 kanri123 kanrisha
  kanrisya jimukyoku honbu119 honbu123 reiwa123 reiwa001 heisei01 showa123
`)

/** Words that stay as easy to guess with a few digits or signs behind them. */
export const commonWords = list(`
  password passwd passw passward pass admin administrator root test guest user login welcome letmein changeme default secret
  qwerty qwertyuiop asdf asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qwer abc abcd abcdef abcdefg abcdefgh iloveyou love sunshine
  princess football baseball soccer superman batman pokemon pikachu dragon monkey shadow master computer internet google
  yahoo facebook line twitter iphone android windows summer winter spring autumn
  sakura himawari momiji tanpopo momo hana haru natsu aki fuyu yuki sora umi yama kawa hoshi tsuki kaze hikari nozomi kibou
  kizuna kazoku inu neko tori nihon nippon japan tokyo osaka kyoto fujisan fuji
  tanaka suzuki sato satou takahashi watanabe ito itou yamamoto nakamura kobayashi kato katou yoshida yamada sasaki
  yamaguchi matsumoto inoue kimura hayashi saito saitou shimizu taro tarou hanako jiro ichiro ichirou
  arigatou aishiteru daisuki ganbaru ganbare himitsu pasuwado tigers giants antlers toyota honda nintendo disney doraemon
  kasama kasamashi tomobe iwama ibaraki ibarakiken mito tsukuba inada shishido natto kasamayaki inari
  shobo shoubou syobo syoubou shobodan shoboudan syobodan syoubodan shouboudan shobosho shoubousho shoboshi bundan
  bundancho bundanchou danin danchou dancho fukudancho honbu hinomi yagura bousai bosai saigai kinkyu kyukyu kyuukyuu
  shiyakusho yakusho yakuba shokuin syokuin soumu kanri kanrisha jimukyoku member reiwa heisei showa
  さくら 桜 ひまわり にほん 日本 かさま 笠間 笠間市 いばらき 茨城 しょうぼう 消防 消防団 消防署 分団 分団長 市役所 防災 やぐら パスワード ぱすわーど
`)
