/** The panel for developers: English, and never a secret. */
import { html, nothing, render } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import type { Details, QuestionDetail } from '../debug/details.ts';
import type { Explanation } from '../explanation.ts';

/** Something that the element has told its page. */
export interface Told {
  /** Milliseconds since the page was opened. */
  readonly at: number;
  readonly what: string;
}

export interface DebugSight {
  readonly explanation: Explanation;
  readonly details: Details;
  readonly told: readonly Told[];
  readonly problem: string | undefined;
}

/** Draws the panel, or draws it anew. */
export function drawDebug(sight: DebugSight, root: ShadowRoot): void {
  render(debugView(sight), root);
}

function debugView({ explanation, details, told, problem }: DebugSight): TemplateResult {
  const { step, survey, version, display, responseId, storage = 'nowhere yet' } = explanation;
  const { lang, firstQuestionMs, isPreview } = details;
  const time = firstQuestionMs === undefined ? '' : ` · first question after ${firstQuestionMs} ms`;
  return html`<details open>
    <summary>Otklik <b>${step}</b> ${details.screen ?? ''}</summary>
    <div class="body">
      <p>${details.why}</p>
      <p>
        ${survey || 'no survey'} v${details.version ?? '?'} · ${lang ?? 'no language'} · ${display}
        ${isPreview ? ' · preview' : ''}${time}
      </p>
      <p>${details.language}</p>
      ${problem === undefined ? nothing : html`<p class="bad">Last problem: ${problem}</p>`}
      ${section('Variables', [
        ...details.variables.map(
          (one) => `${one.name} = ${json(one.value)} (${one.source ?? 'not given'})`,
        ),
        ...details.dropped.map((sentence) => `dropped: ${sentence}`),
      ])}
      ${section('Path', [details.path.join(' → ') || 'none'])}
      <h3>This screen</h3>
      <ul>
        ${details.questions.map(questionView)}
      </ul>
      ${section(
        'Answers',
        Object.entries(details.answers).map(([id, value]) => `${id} = ${json(value)}`),
      )}
      ${section('Delivery', [`${details.delivery ?? 'nothing yet'}, kept in ${isPreview ? 'nothing: a preview' : storage}`])}
      ${section(
        'Outbox',
        details.outbox.map(
          (one) =>
            `${one.survey} ${one.id.slice(-12)} ${one.status}, revision ${one.revision}, ${one.parked ?? (one.isPending ? 'waiting' : 'received')}`,
        ),
      )}
      ${section(
        'Events',
        told.map(({ at, what }) => `${Math.round(at)} ms ${what}`),
      )}
      ${section('Code', [details.code, `widget ${version}, ${explanation.endpoint || 'no endpoint'}, response ${responseId || 'none'}`])}
    </div>
  </details>`;
}

function section(title: string, lines: readonly string[]): TemplateResult | typeof nothing {
  if (lines.length === 0) return nothing;
  return html`<h3>${title}</h3>
    <ul>
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>`;
}

function questionView({ id, type, why, isRequired, conditions }: QuestionDetail): TemplateResult {
  return html`<li>
    <b>${id}</b> ${type}${isRequired ? ', required' : ''}: ${why}
    ${conditions.map(
      ({ says, holds, depth }) =>
        html`<div class=${holds ? 'good' : 'bad'}>
          ${' '.repeat(2 * depth)}${holds ? '✓' : '✗'} ${says}
        </div>`,
    )}
  </li>`;
}

function json(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
