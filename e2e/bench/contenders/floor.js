/** The floor: what one would write by hand for exactly this survey. Nothing kept, nothing checked, no style to speak of. */
const box = document.createElement('form');
const question = document.createElement('fieldset');
const style = document.createElement('style');
style.textContent =
  'form{position:fixed;inset:auto 0 0;padding:20px;background:#fff;font:16px system-ui}fieldset{border:0;display:flex;gap:4px}label{flex:1;min-height:44px;border:1px solid #999;border-radius:8px;display:grid;place-items:center}';

async function show(host, survey) {
  const { title, why } = await survey;
  const legend = document.createElement('legend');
  legend.textContent = title;
  question.append(legend);
  for (let score = 0; score <= 10; score += 1) {
    const label = document.createElement('label');
    const input = document.createElement('input');
    input.type = 'radio';
    input.name = 'score';
    label.append(input, String(score));
    question.append(label);
  }
  question.addEventListener('change', () => {
    question.replaceChildren(
      Object.assign(document.createElement('legend'), { textContent: why }),
      document.createElement('textarea'),
    );
  });
  box.append(question);
  host.attachShadow({ mode: 'open' }).append(style, box);
}

void show(
  document.querySelector('survey-floor'),
  fetch('/floor.json').then((reply) => reply.json()),
);
