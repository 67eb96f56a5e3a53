import { useState } from 'react';
import type { JSX, ReactNode } from 'react';
import { createPortal } from 'react-dom';

import { OrderSurvey } from './order-survey.tsx';

const order = { number: '1042', total: 18.9 };

/** An order, in cards that its owner arranges. */
export function OrderPage(): JSX.Element {
  const [lang, setLang] = useState('en');
  const [isHidden, setHidden] = useState(false);
  const [isLast, setLast] = useState(false);
  const [isAside, setAside] = useState(false);
  const [side, setSide] = useState<HTMLElement | null>(null);
  const [answered, setAnswered] = useState('');

  const survey = (
    <OrderSurvey order={order} lang={lang} isHidden={isHidden} onAnswered={setAnswered} />
  );
  const card = (id: string, content: ReactNode) => <li key={id}>{content}</li>;
  const surveyCard = card('survey', !isAside && survey);
  return (
    <>
      <h1>Order {order.number}</h1>
      <label>
        Language
        <select value={lang} onChange={(event) => setLang(event.target.value)}>
          <option>en</option>
          <option>ru</option>
        </select>
      </label>
      <button onClick={() => setHidden(!isHidden)}>{isHidden ? 'Show' : 'Hide'} the survey</button>
      <button onClick={() => setLast(!isLast)}>Survey {isLast ? 'first' : 'last'}</button>
      <button onClick={() => setAside(!isAside)}>Survey {isAside ? 'back' : 'aside'}</button>
      <p role="status">{answered && `Thank you for ${answered}`}</p>
      <ul>
        {!isLast && surveyCard}
        {card('delivery', 'Arrived today')}
        {card('goods', 'Sencha, 100 g')}
        {card('receipt', `Paid ${order.total}`)}
        {isLast && surveyCard}
      </ul>
      <aside ref={setSide}>{isAside && side && createPortal(survey, side)}</aside>
    </>
  );
}
