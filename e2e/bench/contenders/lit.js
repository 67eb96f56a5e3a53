/** Bare Lit: the same survey by hand as one Lit element. What Lit itself costs. */
import { LitElement, css, html } from 'lit';

class SurveyLit extends LitElement {
  static properties = { survey: { attribute: false }, score: { state: true } };

  static styles = css`
    form {
      position: fixed;
      inset: auto 0 0;
      padding: 20px;
      background: #fff;
      font: 16px system-ui;
    }
    fieldset {
      border: 0;
      display: flex;
      gap: 4px;
    }
    label {
      flex: 1;
      min-height: 44px;
      border: 1px solid #999;
      border-radius: 8px;
      display: grid;
      place-items: center;
    }
  `;

  constructor() {
    super();
    this.survey = undefined;
    this.score = undefined;
    void fetch('/floor.json')
      .then((reply) => reply.json())
      .then((survey) => (this.survey = survey));
  }

  render() {
    if (this.survey === undefined) return '';
    if (this.score !== undefined) {
      return html`<form>
        <fieldset>
          <legend>${this.survey.why}</legend>
          <textarea></textarea>
        </fieldset>
      </form>`;
    }
    const scores = Array.from({ length: 11 }, (_, score) => score);
    return html`<form>
      <fieldset>
        <legend>${this.survey.title}</legend>
        ${scores.map(
          (score) =>
            html`<label
              ><input
                type="radio"
                name="score"
                @change=${() => (this.score = score)}
              />${score}</label
            >`,
        )}
      </fieldset>
    </form>`;
  }
}

customElements.define('survey-lit', SurveyLit);
