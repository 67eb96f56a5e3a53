/** What can be pressed or typed in. Targets are at least 44 px, texts in fields at least 16 px. */
import { css } from './css.ts';

export const controls = css`
  h2 {
    margin: 0;
    font-size: var(--otklik-title-size, 1.125em);
    font-weight: var(--otklik-title-weight, 650);
    line-height: 1.3;
    text-wrap: balance;
    outline: 0;
  }
  p {
    margin: 8px 0 0;
    white-space: pre-line;
  }
  p:empty {
    display: none;
  }
  small,
  .hint,
  .ends {
    font-size: 0.875em;
    font-weight: 400;
    color: var(--muted);
  }
  .statement .hint {
    font-size: 1em;
    color: inherit;
  }
  svg {
    display: block;
    width: 24px;
    height: 24px;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  button,
  input,
  textarea {
    margin: 0;
    font: inherit;
    color: inherit;
  }
  button {
    min-width: 44px;
    min-height: 44px;
    border: 0;
    border-radius: var(--small-radius);
    padding: 10px 20px;
    font-weight: 650;
    background: none;
  }
  button.icon {
    padding: 10px;
  }
  button.icon,
  button.quiet {
    color: var(--muted);
  }
  button.primary {
    min-width: 112px;
    border-radius: var(--otklik-button-radius, var(--small-radius));
    color: var(--on-accent);
    background: var(--accent);
  }
  progress {
    appearance: none;
    height: 4px;
    border: 0;
    border-radius: 2px;
    overflow: hidden;
    background: var(--line);
  }
  progress::-webkit-progress-bar {
    background: var(--line);
  }
  progress::-webkit-progress-value {
    border-radius: 2px;
    background: var(--accent);
  }
  progress::-moz-progress-bar {
    border-radius: 2px;
    background: var(--accent);
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend,
  .question > label {
    display: block;
    width: 100%;
    padding: 0;
  }
  .question + .question {
    margin-top: 28px;
  }
  [part='field'] {
    display: block;
    width: 100%;
    margin-top: 16px;
    padding: 12px 14px;
    font-size: max(16px, 1em);
    border: var(--otklik-border-width, 1px) solid var(--border);
    border-radius: var(--small-radius);
    background: var(--surface);
    appearance: none;
  }
  [part='option'] {
    position: relative;
    display: block;
    min-height: 44px;
  }
  [part='option'] input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    opacity: 0;
  }
  .face {
    display: flex;
    align-items: center;
    justify-content: center;
    min-height: var(--otklik-control-height, 44px);
    border: var(--otklik-border-width, 1px) solid var(--line);
    border-radius: var(--small-radius);
    background: var(--control);
  }
  input:checked + .face {
    border-color: var(--accent);
    box-shadow: inset 0 0 0 1px var(--accent);
  }
  .scale {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, 1fr);
    gap: 4px;
    margin-top: 16px;
  }
  .two-rows {
    grid-auto-flow: row;
    grid-template-columns: repeat(var(--few, 3), minmax(0, 1fr));
  }
  .few4 {
    --few: 4;
  }
  .few5 {
    --few: 5;
  }
  .few6 {
    --few: 6;
  }
  .stars .face,
  .smileys .face {
    border: 0;
    background: none;
    color: var(--border);
  }
  .stars,
  .smileys {
    gap: 0;
  }
  :is(.stars, .smileys, .thumbs),
  :is(.stars, .smileys, .thumbs) + .ends {
    max-width: 380px;
  }
  .stars svg,
  .smileys svg {
    width: 38px;
    height: 38px;
    stroke-width: 1.5;
  }
  .thumbs .face {
    min-height: 64px;
  }
  .ends {
    display: flex;
    justify-content: space-between;
    gap: 16px;
  }
  .ends span + span {
    text-align: end;
  }
  .choices {
    display: grid;
    gap: var(--otklik-gap, 8px);
    margin-top: 16px;
  }
  .choice .face {
    justify-content: flex-start;
    gap: 12px;
    padding: 12px 14px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
  }
  .buttons .mark {
    display: none;
  }
  .mark {
    flex: none;
    display: grid;
    place-items: center;
    width: 20px;
    height: 20px;
    border: 1.5px solid var(--border);
    border-radius: 6px;
    background: var(--surface);
  }
  .mark.dot {
    border-radius: 50%;
  }
  @container (min-width: 560px) {
    .two-rows {
      grid-auto-flow: column;
      grid-template-columns: none;
    }
    .two-rows,
    .two-rows + .ends {
      max-width: none;
    }
  }
`;
