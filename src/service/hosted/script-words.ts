/** The one sentence that a page with script never has to say; so it is not among the widget's words. */
import { spokenLanguage } from '../../protocol/words/index.ts';

const NEEDS_SCRIPT: Readonly<Record<string, string>> = {
  en: 'To answer this question, please turn on JavaScript in your browser.',
  ar: 'للإجابة عن هذا السؤال، يُرجى تفعيل JavaScript في المتصفح.',
  az: 'Bu suala cavab vermək üçün brauzerdə JavaScript-i aktiv edin.',
  be: 'Каб адказаць на гэта пытанне, уключыце JavaScript у браўзеры.',
  bg: 'За да отговорите на този въпрос, включете JavaScript в браузъра си.',
  cs: 'Chcete-li na tuto otázku odpovědět, zapněte v prohlížeči JavaScript.',
  da: 'Slå JavaScript til i din browser for at besvare dette spørgsmål.',
  de: 'Um diese Frage zu beantworten, schalten Sie bitte JavaScript im Browser ein.',
  el: 'Για να απαντήσετε σε αυτή την ερώτηση, ενεργοποιήστε τη JavaScript στο πρόγραμμα περιήγησης.',
  es: 'Para responder a esta pregunta, active JavaScript en su navegador.',
  et: 'Sellele küsimusele vastamiseks lülitage brauseris JavaScript sisse.',
  fa: 'برای پاسخ به این پرسش، لطفاً JavaScript را در مرورگر فعال کنید.',
  fi: 'Ota JavaScript käyttöön selaimessa, jotta voit vastata tähän kysymykseen.',
  fr: 'Pour répondre à cette question, veuillez activer JavaScript dans votre navigateur.',
  he: 'כדי לענות על שאלה זו, יש להפעיל JavaScript בדפדפן.',
  hi: 'इस प्रश्न का उत्तर देने के लिए कृपया ब्राउज़र में JavaScript चालू करें।',
  hr: 'Za odgovor na ovo pitanje uključite JavaScript u pregledniku.',
  hu: 'A kérdés megválaszolásához kapcsolja be a JavaScriptet a böngészőben.',
  hy: 'Այս հարցին պատասխանելու համար միացրեք JavaScript-ը դիտարկիչում։',
  id: 'Untuk menjawab pertanyaan ini, aktifkan JavaScript di peramban Anda.',
  it: 'Per rispondere a questa domanda, attivi JavaScript nel browser.',
  ja: 'この質問に回答するには、ブラウザーの JavaScript を有効にしてください。',
  ka: 'ამ კითხვაზე პასუხის გასაცემად ჩართეთ JavaScript ბრაუზერში.',
  kk: 'Бұл сұраққа жауап беру үшін браузерде JavaScript-ті қосыңыз.',
  ko: '이 질문에 답하려면 브라우저에서 JavaScript를 켜 주세요.',
  ky: 'Бул суроого жооп берүү үчүн браузерде JavaScript’ти күйгүзүңүз.',
  lt: 'Norėdami atsakyti į šį klausimą, naršyklėje įjunkite „JavaScript“.',
  lv: 'Lai atbildētu uz šo jautājumu, pārlūkā ieslēdziet JavaScript.',
  nb: 'Slå på JavaScript i nettleseren for å svare på dette spørsmålet.',
  nl: 'Zet JavaScript aan in uw browser om deze vraag te beantwoorden.',
  pl: 'Aby odpowiedzieć na to pytanie, włącz JavaScript w przeglądarce.',
  'pt-BR': 'Para responder a esta pergunta, ative o JavaScript no navegador.',
  'pt-PT': 'Para responder a esta pergunta, ative o JavaScript no navegador.',
  ro: 'Pentru a răspunde la această întrebare, activați JavaScript în browser.',
  ru: 'Чтобы ответить на этот вопрос, включите JavaScript в браузере.',
  sk: 'Ak chcete odpovedať na túto otázku, zapnite v prehliadači JavaScript.',
  sr: 'Да бисте одговорили на ово питање, укључите JavaScript у прегледачу.',
  'sr-Latn': 'Da biste odgovorili na ovo pitanje, uključite JavaScript u pregledaču.',
  sv: 'Slå på JavaScript i webbläsaren för att svara på den här frågan.',
  th: 'หากต้องการตอบคำถามนี้ โปรดเปิดใช้ JavaScript ในเบราว์เซอร์',
  tr: 'Bu soruyu yanıtlamak için lütfen tarayıcınızda JavaScript’i açın.',
  uk: 'Щоб відповісти на це запитання, увімкніть JavaScript у браузері.',
  uz: 'Bu savolga javob berish uchun brauzerda JavaScript’ni yoqing.',
  vi: 'Để trả lời câu hỏi này, vui lòng bật JavaScript trong trình duyệt.',
  'zh-Hans': '要回答此问题，请在浏览器中启用 JavaScript。',
  'zh-Hant': '若要回答此問題，請在瀏覽器中啟用 JavaScript。',
};

export function needsScript(lang: string): string {
  return NEEDS_SCRIPT[spokenLanguage(lang) ?? 'en'] ?? '';
}

/** For the test that none is missing. */
export const languagesWithoutScript: readonly string[] = Object.keys(NEEDS_SCRIPT);
